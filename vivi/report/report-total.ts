import type { Figure } from '../catalogue/report';
import { hasChangesInAny } from './has-changes';
import { changeCountsOf, countsOf, sumOfKnown } from './counts';
import type { ChangeCounts, ReportTotal, WorkspaceReport } from './types';

/** Adds the workspaces up; an account without any holds 0 of everything. */
export function reportTotal(
	workspaces: readonly WorkspaceReport[],
	figures: readonly Figure[],
	withChanges: boolean,
): ReportTotal {
	const add = (key: Figure | keyof ChangeCounts) =>
		workspaces.length === 0 ? 0 : sumOfKnown(workspaces.map((one) => one[key] ?? null));
	const having = (status: WorkspaceReport['status']) =>
		workspaces.filter((one) => one.status === status).length;
	return {
		workspaceCount: workspaces.length,
		partialCount: having('partial'),
		unreadableCount: having('unreadable'),
		...countsOf(figures, add),
		hasChanges: workspaces.length === 0 && !withChanges ? null : hasChangesInAny(workspaces),
		...changeCountsOf((key) => (withChanges ? add(key) : null)),
	};
}
