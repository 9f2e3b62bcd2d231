import { REPORTED_LISTS } from '../catalogue/report';
import { sumOfKnown } from './sum-of-known';
import type { ChangeCounts, Counts, ReportTotal, WorkspaceReport } from './types';

/** Adds the workspaces up; an account without any holds 0 of everything. */
export function reportTotal(
	workspaces: readonly WorkspaceReport[],
	withChanges: boolean,
): ReportTotal {
	const add = (key: keyof Counts | keyof ChangeCounts) =>
		workspaces.length === 0 ? 0 : sumOfKnown(workspaces.map((one) => one[key]));
	const changes = (key: keyof ChangeCounts) => (withChanges ? add(key) : null);
	const having = (status: WorkspaceReport['status']) =>
		workspaces.filter((one) => one.status === status).length;
	return {
		workspaceCount: workspaces.length,
		partialCount: having('partial'),
		unreadableCount: having('unreadable'),
		...(Object.fromEntries(REPORTED_LISTS.map((list) => [list, add(list)])) as Counts),
		createdCount: changes('createdCount'),
		updatedCount: changes('updatedCount'),
		unknownCount: changes('unknownCount'),
	};
}
