import { isOutOfReach } from '../client/out-of-reach';
import { ViviError } from '../errors';
import type { SkippedWorkspace } from './account-records';
import type { PolledList } from './watched-list';

/**
 * The first failure of a poll, and the workspaces that it skipped. A workspace is skipped when it is gone or
 * closed to the key, and another one could be read.
 */
export function failuresOf(lists: readonly PolledList[]): {
	failure?: unknown;
	skipped: SkippedWorkspace[];
} {
	const wasRead = new Set(
		lists
			.filter(({ result, isPlaceGone }) => result && result.failure === undefined && !isPlaceGone)
			.map(({ resource }) => resource),
	);
	const skipped: SkippedWorkspace[] = [];
	for (const { result, workspaceId, resource } of lists) {
		const { failure } = result ?? {};
		if (failure === undefined) continue;
		if (workspaceId === undefined || !wasRead.has(resource) || !isOutOfReach(failure)) {
			return { failure, skipped: [] };
		}
		skipped.push({ workspaceId, reason: failure });
	}
	const failure = growthFailure(lists);
	if (failure !== undefined) return { failure, skipped };
	return lists.some(({ result }) => result?.isRead) ? { skipped } : { skipped, failure: tooSlow() };
}

/** A single list that is gone or closed matters as little as a workspace; that none can be read does. */
function growthFailure(lists: readonly PolledList[]): unknown {
	const growths = lists.flatMap(({ growth = [] }) => growth).filter(({ isFirst }) => !isFirst);
	const failures = growths.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
	const wasRead = growths.some(({ added }) => added);
	return failures.find((failure) => !wasRead || !isOutOfReach(failure));
}

function tooSlow(): ViviError {
	return new ViviError({
		code: 'poll_too_slow',
		message: 'VIVI did not hand over any of the watched lists in the time that a poll has.',
		hint: 'Watch fewer workspaces or fewer kinds of records.',
		transient: true,
	});
}
