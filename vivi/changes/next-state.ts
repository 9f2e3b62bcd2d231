import type { Client } from '../client/client';
import { fieldsToKeep } from './changed-fields';
import type { Change } from './comparison';
import type { EventContext } from './event';
import { withMarks } from './known-holders';
import { encodeKnownRecords, type KnownRecords } from './known-records';
import type { PollCache } from './poll-cache';
import { isWorkspaceList } from './read-watched-lists';
import type { SortedChanges } from './sort-changes';
import type { State } from './state';
import { updateKnownRecords } from './update-known-records';
import type { Watch, WatchedResource } from './watch';
import { unconfirmedIn, type PolledList } from './watched-list';

export interface Poll {
	lists: readonly PolledList[];
	/** Name of the first list there was no time for. */
	next: string | undefined;
	sorted: ReadonlyMap<PolledList, SortedChanges | undefined>;
	reported: ReadonlyArray<{ list: Pick<EventContext, 'resource'>; change: Change }>;
	/** By resource: names of the fields whose hashes are kept. */
	fields: ReadonlyMap<string, readonly string[]>;
	client: Client;
	watch: Watch;
	cache: PollCache;
	/** Keeps the lists of different triggers apart in the cache. */
	watcher: string;
	/** The stored state, of any owner. */
	stored: State | undefined;
	/** The stored state if it is about this owner's records. */
	before: State | undefined;
	/** When the poll began, in milliseconds since the epoch. */
	started: number;
}

/** The state after a poll. It also puts the known records into the poll cache. */
export function nextState(poll: Poll): State {
	const { lists, next, sorted, fields, client, watch, stored, before } = poll;
	const state: State = { v: 1, owner: client.owner, fields: {}, lists: {} };
	for (const [name, names] of fields) state.fields[name] = names.join(',');
	if (watch.workspaces === 'all' && lists.some(isWorkspaceList)) state.allWorkspaces = true;
	if (next !== undefined) state.next = next;
	if (needsTimeOfPoll(lists, before)) state.lookedAt = poll.started;

	const changes = new Map(lists.map((list) => [list, [...(sorted.get(list)?.unreported ?? [])]]));
	for (const { list, change } of poll.reported) changes.get(list as PolledList)?.push(change);
	for (const list of lists) {
		const text = textOf(list, changes.get(list)!, poll);
		if (text !== undefined) state.lists[list.key] = text;
	}
	// A wrong credential may show nobody's records for a while; then the stored ones stay known.
	const isNothing = Object.keys(state.lists).length === 0;
	return isNothing && stored && stored !== before ? stored : state;
}

/** By resource, the fields whose hashes are kept. The first records that are seen decide. */
export function keptFields(
	resources: readonly WatchedResource[],
	lists: readonly PolledList[],
	before: State | undefined,
): Map<string, string[]> {
	return new Map(
		resources.map(({ resource }) => {
			const stored = before?.fields[resource.name];
			if (stored) return [resource.name, stored.split(',')];
			const own = lists.filter((list) => list.resource === resource);
			const records = own.flatMap(({ result }) =>
				(result?.comparison.createdOrUpdated() ?? []).map(({ record }) => record),
			);
			return [resource.name, records.length > 0 ? fieldsToKeep(resource, records) : []];
		}),
	);
}

/** Whether records are unconfirmed, or were and some lists could not be read again. */
function needsTimeOfPoll(lists: readonly PolledList[], before: State | undefined): boolean {
	if (unconfirmedIn(lists) > 0) return true;
	return before?.lookedAt !== undefined && lists.some(({ result }) => !result?.isRead);
}

/** The text that the state holds of a list; undefined when nothing is known of the list. */
function textOf(list: PolledList, changes: readonly Change[], poll: Poll): string | undefined {
	const { sorted, fields, cache, watcher } = poll;
	const sortedChanges = sorted.get(list);
	if (!list.known && !sortedChanges) return undefined;
	const names = fields.get(list.resource.name) ?? [];
	const missing = sortedChanges && list.missing;
	const known = knownAfter(list, changes, names, poll, missing);
	if (list.isPlaceGone && known.size === 0) return undefined;
	const scope = sortedChanges?.scope ?? list.scope;
	const isSame =
		known === list.known &&
		scope.only === list.scope.only &&
		scope.kinds.join() === list.scope.kinds.join();
	const text =
		isSame && list.storedText !== undefined ? list.storedText : encodeKnownRecords(known, scope);
	cache.set(`${watcher} ${list.key}`, text, { known, scope });
	return text;
}

function knownAfter(
	list: PolledList,
	changes: readonly Change[],
	names: readonly string[],
	{ reported, watch, started }: Poll,
	missing: PolledList['missing'],
): KnownRecords {
	if (!list.holds?.resource.grows) return updateKnownRecords(list.known, changes, names, missing);
	const gone = changes.filter(({ kind }) => kind === 'deleted');
	const records = reported.flatMap(({ change }) => ('record' in change ? [change.record] : []));
	const kept = updateKnownRecords(list.known, gone, names, missing);
	return withMarks(kept, list, new Set(records), { filter: watch.filter, started });
}
