import type { Client } from '../client/client';
import { isOutOfReach } from '../client/out-of-reach';
import { ViviError } from '../errors';
import type { Now } from '../http/port';
import type { Skipped } from './account-records';
import { fieldsToKeep } from './changed-fields';
import type { Change } from './compare';
import { oldestFirst, toEvent, type ViviEvent } from './event';
import { fingerprinter } from './fingerprint';
import type { Memory } from './memory';
import { apply, settle, type Settled } from './settle';
import { readState, type State } from './state';
import { encodeTold } from './told';
import { signatureOf, watchedResources, type Watch, type WatchedResource } from './watch';
import type { WatchedList } from './watched-list';
import { isAccountList, readLists } from './watched-lists';

export interface LookOptions {
	client: Client;
	watch: Watch;
	/** What the last look returned; anything else makes this a first look. */
	state: unknown;
	/** Shared by all looks of the process. */
	memory: Memory;
	/** Keeps the lists of different watchers apart in the memory. */
	watcher: string;
	now: Now;
	/** When to stop asking for further pages, in milliseconds since the epoch. */
	deadline: number;
}

export interface Outcome {
	/** What happened, oldest first; at most `watch.maxEvents`. */
	events: ViviEvent[];
	/** To be kept if, and only if, the events are delivered. */
	state: State;
	/** How many more events wait for the next look. */
	pending: number;
	/**
	 * How many records are missing that count as deleted only if further looks agree. These need the
	 * state, even when there are no events.
	 */
	doubted: number;
	/** Whether something was not looked at for want of time; the next look begins with it. */
	unfinished: boolean;
	/**
	 * Names of the lists of which VIVI does not say whether they go on, as they stand in the state: what
	 * is not in them any more is not told as deleted.
	 */
	endless: string[];
	/** The first thing that went wrong; the events are right nevertheless. */
	failure?: unknown;
	/** Lists of workspaces that are gone or closed to the key, while others can be read. */
	skipped: Skipped[];
}

/**
 * Looks at everything that is watched and tells what has changed since it was last told.
 *
 * The state stands for what the workflow has been told, not for what was seen: what is not told yet
 * (because it goes beyond `maxEvents`, or because the state of a look was lost) still differs from
 * it and comes up again by itself. What is seen for the first time is only taken note of; so is
 * everything when the client reaches another owner's records than the state is about.
 * @throws ViviInputError when there is nothing to watch
 */
export async function lookForChanges(options: LookOptions): Promise<Outcome> {
	const { watch, now, deadline, client } = options;
	const resources = watchedResources(watch);
	const kept = readState(options.state);
	const before = (kept?.owner ?? client.owner) === client.owner ? kept : undefined;
	const started = now();
	const { lists, next } = await readLists(resources, before, {
		...options,
		started,
		cache: options.memory.pages,
		isLate: () => now() >= deadline,
		fingerprint: fingerprinter(watch.onlyFields ? { only: watch.onlyFields } : {}),
	});
	const only = signatureOf(watch.onlyFields);
	const settled = new Map(lists.map((list) => [list, settle(list, only)]));
	const candidates = oldestFirst(
		lists.flatMap((list) => (settled.get(list)?.wanted ?? []).map((change) => ({ list, change }))),
	);
	const told = candidates.slice(0, Math.max(1, watch.maxEvents));
	const fields = keptFields(resources, lists, before);

	return {
		events: told.map(({ list, change }) =>
			toEvent(change, {
				...list,
				fields: fields.get(list.resource.name) ?? [],
				...(watch.onlyFields && { only: watch.onlyFields }),
			}),
		),
		state: nextState({ lists, next, settled, told, fields, options, kept, before, started }),
		pending: candidates.length - told.length,
		doubted: doubtedIn(lists),
		unfinished: lists.some(({ look }) => !look?.isRead && look?.failure === undefined),
		endless: lists.filter(({ look }) => look?.isRead && !look.complete).map(({ key }) => key),
		...failures(lists),
	};
}

/** By resource, the fields whose hashes are kept: decided by the first records that were seen. */
function keptFields(
	resources: readonly WatchedResource[],
	lists: readonly WatchedList[],
	before: State | undefined,
): Map<string, string[]> {
	return new Map(
		resources.map(({ resource }) => {
			const known = before?.fields[resource.name];
			if (known) return [resource.name, known.split(',')];
			const own = lists.filter((list) => list.resource === resource);
			const records = own.flatMap(({ look }) =>
				(look?.comparison.sightings() ?? []).map(({ record }) => record),
			);
			return [resource.name, records.length > 0 ? fieldsToKeep(resource, records) : []];
		}),
	);
}

function nextState(step: {
	lists: readonly WatchedList[];
	next: string | undefined;
	settled: ReadonlyMap<WatchedList, Settled | undefined>;
	told: ReadonlyArray<{ list: WatchedList; change: Change }>;
	fields: ReadonlyMap<string, readonly string[]>;
	options: LookOptions;
	/** What there was to begin with, of whatever owner. */
	kept: State | undefined;
	/** The same, if it is about this owner's records. */
	before: State | undefined;
	started: number;
}): State {
	const { lists, next, settled, fields, options, kept, before } = step;
	const state: State = { v: 1, owner: options.client.owner, fields: {}, lists: {} };
	for (const [name, names] of fields) state.fields[name] = names.join(',');
	if (options.watch.workspaces === 'all' && lists.some(isAccountList)) state.allWorkspaces = true;
	if (next !== undefined) state.next = next;
	if (isInDoubt(step)) state.lookedAt = step.started;

	const changes = new Map(lists.map((list) => [list, [...(settled.get(list)?.quiet ?? [])]]));
	for (const { list, change } of step.told) changes.get(list)!.push(change);
	for (const list of lists) {
		const text = textOf(list, settled.get(list), changes.get(list)!, step);
		if (text !== undefined) state.lists[list.key] = text;
	}
	// A credential that was wrong for a while shows nobody's records; then the old ones still count.
	const isNothing = Object.keys(state.lists).length === 0;
	return isNothing && kept && kept !== before ? kept : state;
}

function doubtedIn(lists: readonly WatchedList[]): number {
	return lists.reduce((sum, { missing }) => sum + (missing?.doubted ?? 0), 0);
}

/** Whether there are doubts, or were and not every list could be looked at again. */
function isInDoubt({
	lists,
	before,
}: {
	lists: readonly WatchedList[];
	before: State | undefined;
}): boolean {
	if (doubtedIn(lists) > 0) return true;
	return before?.lookedAt !== undefined && lists.some(({ look }) => !look?.isRead);
}

/** What the state holds of a list from now on; nothing when nothing is known of it. */
function textOf(
	list: WatchedList,
	settled: Settled | undefined,
	changes: readonly Change[],
	{ fields, options }: { fields: ReadonlyMap<string, readonly string[]>; options: LookOptions },
): string | undefined {
	if (!list.told && !settled) return undefined;
	const own = fields.get(list.resource.name) ?? [];
	const told = apply(list.told, changes, own, settled && list.missing);
	if (list.gone && told.size === 0) return undefined;
	const under = settled?.under ?? list.under;
	const isSame =
		told === list.told &&
		under.only === list.under.only &&
		under.kinds.join() === list.under.kinds.join();
	const text = isSame && list.text !== undefined ? list.text : encodeTold(told, under);
	options.memory.set(`${options.watcher} ${list.key}`, text, { told, under });
	return text;
}

/** What could not be looked at: a failure, or what may be skipped. */
function failures(lists: readonly WatchedList[]): Pick<Outcome, 'failure' | 'skipped'> {
	const wasRead = new Set(
		lists
			.filter(({ look, gone }) => look && look.failure === undefined && !gone)
			.map(({ resource }) => resource),
	);
	const skipped: Skipped[] = [];
	for (const { look, workspaceId, resource } of lists) {
		const { failure } = look ?? {};
		if (failure === undefined) continue;
		if (workspaceId === undefined || !wasRead.has(resource) || !isOutOfReach(failure)) {
			return { failure, skipped: [] };
		}
		skipped.push({ workspaceId, reason: failure });
	}
	if (lists.some(({ look }) => look?.isRead)) return { skipped };
	return {
		skipped,
		failure: new ViviError({
			code: 'look_too_slow',
			message: 'VIVI did not hand over any of the watched lists in the time there is for a look.',
			hint: 'Watch fewer workspaces or fewer kinds of records.',
			transient: true,
		}),
	};
}
