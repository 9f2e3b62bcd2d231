import { REPORTED, REPORTED_LISTS, type ReportedList } from '../catalogue/report';
import { mayGoOn } from '../client/list-end-text';
import type { SettledResult } from '../client/map-concurrently';
import type { ViviApiError } from '../errors';
import type { ReportedWorkspace } from './find-workspaces';
import { sumOfKnown } from './sum-of-known';
import { newest, type Tally } from './tally';
import type { ChangeCounts, Counts, ReadFailure, WorkspaceReport } from './types';

/**
 * The report of one workspace.
 * @param results the results of its lists, in the order of `REPORTED_LISTS`; none where the
 * workspace has a failure
 */
export function workspaceReport(
	{ workspaceId, name, failure }: ReportedWorkspace,
	results: ReadonlyArray<SettledResult<Tally>>,
	withChanges: boolean,
): WorkspaceReport {
	const tallies = results.flatMap((result) => (result.ok ? [result.value] : []));
	const changes = (key: keyof ChangeCounts) =>
		withChanges ? sumOfKnown(tallies.map((one) => one[key])) : null;
	return {
		workspaceId,
		name,
		status: statusOf(tallies),
		...countsOf(results),
		createdCount: changes('createdCount'),
		updatedCount: changes('updatedCount'),
		unknownCount: changes('unknownCount'),
		created: newest(tallies.flatMap(({ created }) => created)),
		updated: newest(tallies.flatMap(({ updated }) => updated)),
		failures: failure ? [failure] : failuresOf(results),
	};
}

function statusOf(tallies: readonly Tally[]): WorkspaceReport['status'] {
	if (tallies.length === 0) return 'unreadable';
	const isWhole = tallies.length === REPORTED_LISTS.length;
	return isWhole && !tallies.some(({ mayGoOn }) => mayGoOn) ? 'complete' : 'partial';
}

function countsOf(results: ReadonlyArray<SettledResult<Tally>>): Counts {
	const counts = REPORTED_LISTS.map((list, index) => {
		const result = results[index];
		return [list, result?.ok ? result.value.count : null] as const;
	});
	return Object.fromEntries(counts) as Counts;
}

function failuresOf(results: ReadonlyArray<SettledResult<Tally>>): ReadFailure[] {
	return results.flatMap((result, index) => {
		const list = REPORTED_LISTS[index]!;
		if (!result.ok) return [failureOf(list, result.error as ViviApiError)];
		return result.value.mayGoOn ? [unknownEnd(list, result.value)] : [];
	});
}

function failureOf(list: ReportedList, { code, status, message, hint }: ViviApiError): ReadFailure {
	return { resource: REPORTED[list].name, code, status: status ?? null, reason: message, hint };
}

/** There is a number, but it may be too small. */
function unknownEnd(list: ReportedList, { count }: Tally): ReadFailure {
	const { name, plural } = REPORTED[list];
	return {
		resource: name,
		code: 'unknown_end',
		status: null,
		reason: mayGoOn(plural, count),
		hint: "Look with API Request whether VIVI's API Reference names a way to get the rest.",
	};
}
