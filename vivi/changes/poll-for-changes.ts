import type { Client } from '../client/client';
import type { Now } from '../http/port';
import type { SkippedWorkspace } from './account-records';
import { oldestFirst, toEvent, type ViviEvent } from './event';
import { fingerprinter } from './fingerprint';
import { additionsOf } from './known-holders';
import { keptFields, nextState } from './next-state';
import type { PollCache } from './poll-cache';
import { failuresOf } from './poll-failures';
import { readWatchedLists } from './read-watched-lists';
import { sortChanges } from './sort-changes';
import { readState, type State } from './state';
import { signatureOf, watchedResources, type Watch } from './watch';
import { unconfirmedIn } from './watched-list';

interface PollOptions {
	client: Client;
	watch: Watch;
	/** The state that the last poll returned; anything else makes this a first poll. */
	state: unknown;
	/** Shared by all polls of the process. */
	cache: PollCache;
	/** Keeps the lists of different triggers apart in the cache. */
	watcher: string;
	now: Now;
	/** When to stop asking for further pages, in milliseconds since the epoch. */
	deadline: number;
}

export interface PollResult {
	/** What happened, oldest first; at most `watch.maxEvents`. */
	events: ViviEvent[];
	/** The caller stores it if, and only if, it delivers the events. */
	state: State;
	/** How many more events wait for the next poll. */
	pending: number;
	/**
	 * How many missing records count as deleted only if further polls confirm it. Those polls need the
	 * state, even when there are no events.
	 */
	unconfirmed: number;
	/** Whether there was no time for some lists; the next poll begins with them. */
	unfinished: boolean;
	/**
	 * Names of the lists of which VIVI does not say whether they go on, as in the state. No record of
	 * theirs is reported as deleted.
	 */
	endless: string[];
	/** The first thing that went wrong; the events are right nevertheless. */
	failure?: unknown;
	/** Workspaces that are gone or closed to the key, while others can be read. */
	skipped: SkippedWorkspace[];
}

/**
 * Reads everything that is watched, and reports what differs from the known records.
 *
 * The state holds the records that were reported, not those that were seen. So a change that is not
 * reported yet (because there are more than `maxEvents`, or because the state of a poll was lost) still
 * differs and comes up again by itself. The first poll reports nothing and only makes records known; so
 * does a poll of a client with another owner than the state's.
 * @throws ViviInputError when there is nothing to watch
 */
export async function pollForChanges(options: PollOptions): Promise<PollResult> {
	const { watch, now, deadline, client, cache } = options;
	const resources = watchedResources(watch);
	const stored = readState(options.state);
	const before = (stored?.owner ?? client.owner) === client.owner ? stored : undefined;
	const started = now();
	const { lists, next } = await readWatchedLists(resources, {
		...options,
		before,
		started,
		pageCache: cache.pages,
		isLate: () => now() >= deadline,
		fingerprint: fingerprinter(watch.onlyFields ? { only: watch.onlyFields } : {}),
	});
	const only = signatureOf(watch.onlyFields);
	const sorted = new Map(
		lists.map((list) => [list, sortChanges(list, list.holds ? '' : only, watch.filter)]),
	);
	const candidates = oldestFirst(
		lists.flatMap((list) => [
			...(sorted.get(list)?.toReport ?? []).map((change) => ({ list, change })),
			...additionsOf(list, watch.filter),
		]),
	);
	const reported = candidates.slice(0, Math.max(1, watch.maxEvents));
	const fields = keptFields(resources, lists, before);

	return {
		events: reported.map(({ list, change }) =>
			toEvent(change, {
				...list,
				fields: fields.get(list.resource.name) ?? [],
				...(watch.onlyFields && { only: watch.onlyFields }),
			}),
		),
		state: nextState({
			...options,
			lists,
			next,
			sorted,
			reported,
			fields,
			stored,
			before,
			started,
		}),
		pending: candidates.length - reported.length,
		unconfirmed: unconfirmedIn(lists),
		unfinished: lists.some(
			({ result, growth }) =>
				(!result?.isRead && result?.failure === undefined) ||
				growth?.some(({ added, failure }) => !added && failure === undefined),
		),
		endless: lists
			.filter(({ result }) => result?.isRead && !result.complete)
			.map(({ key }) => key.replace('\n', ' / ')),
		...failuresOf(lists),
	};
}
