import type { WorkspaceReport } from './types';

/** Whether something has changed in a workspace; null where nobody knows. */
export function hasChanges(one: Omit<WorkspaceReport, 'hasChanges'>): boolean | null {
	const {
		createdCount,
		updatedCount,
		unknownCount,
		activeThreads = null,
		difference,
		status,
	} = one;
	const grown = Object.values(difference ?? {});
	const signs = [createdCount, updatedCount, activeThreads, ...grown];
	if (signs.some((sign) => sign !== null && sign !== 0)) return true;
	const isAsked = createdCount !== null || grown.length > 0;
	const isKnown = status === 'complete' && unknownCount !== null && unknownCount === 0;
	return isAsked && isKnown && !grown.includes(null) ? false : null;
}

/** The same for several workspaces. */
export function hasChangesInAny(
	workspaces: ReadonlyArray<Pick<WorkspaceReport, 'hasChanges'>>,
): boolean | null {
	if (workspaces.some((one) => one.hasChanges === true)) return true;
	return workspaces.some((one) => one.hasChanges === null) ? null : false;
}
