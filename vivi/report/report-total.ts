import type { Figure } from '../catalogue/report';
import { hasChangesInAny } from './has-changes';
import { sumOfKnown } from './sum-of-known';
import type { ChangeCounts, Counts, ReportTotal, WorkspaceReport } from './types';

/** Adds the workspaces up; an account without any holds 0 of everything. */
export function reportTotal(
	workspaces: readonly WorkspaceReport[],
	figures: readonly Figure[],
	withChanges: boolean,
): ReportTotal {
	const add = (key: Figure | keyof ChangeCounts) =>
		workspaces.length === 0 ? 0 : sumOfKnown(workspaces.map((one) => one[key] ?? null));
	const changes = (key: keyof ChangeCounts) => (withChanges ? add(key) : null);
	const having = (status: WorkspaceReport['status']) =>
		workspaces.filter((one) => one.status === status).length;
	return {
		workspaceCount: workspaces.length,
		partialCount: having('partial'),
		unreadableCount: having('unreadable'),
		...(Object.fromEntries(figures.map((figure) => [figure, add(figure)])) as Counts),
		hasChanges: workspaces.length === 0 && !withChanges ? null : hasChangesInAny(workspaces),
		createdCount: changes('createdCount'),
		updatedCount: changes('updatedCount'),
		unknownCount: changes('unknownCount'),
	};
}
