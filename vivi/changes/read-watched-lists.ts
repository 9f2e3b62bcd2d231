import { mapConcurrently } from '../client/map-concurrently';
import { Comparison } from './comparison';
import { fingerprinter } from './fingerprint';
import { readGrowth } from './read-growth';
import { decodeKnownRecords } from './known-records';
import { findMissing, pollWeight } from './missing';
import type { PollCache } from './poll-cache';
import { readWholeList, type ReadOptions, type ReadResult } from './read-whole-list';
import type { State } from './state';
import { signatureOf, type Watch, type WatchedResource } from './watch';
import { watchableNamed, type Watchable } from './watchable';
import type { PolledList, WatchedList } from './watched-list';

interface ReadWatchedListsOptions extends ReadOptions {
	watch: Watch;
	cache: PollCache;
	/** Keeps the lists of different triggers apart in the cache. */
	watcher: string;
	/** When this poll begins, in milliseconds since the epoch. */
	started: number;
	/** What the last poll stored. */
	before: State | undefined;
}

interface ReadWatchedLists {
	lists: PolledList[];
	/** Name of the first list there was no time for. */
	next?: string;
}

/** How many lists that belong to records, such as those of knowledge bases, one poll reads at most. */
const MOST_HELD_LISTS = 200;

/** Reads all watched lists, beginning with the one that the last poll had no time for. */
export async function readWatchedLists(
	resources: readonly WatchedResource[],
	options: ReadWatchedListsOptions,
): Promise<ReadWatchedLists> {
	const workspaceList = openWorkspaceList(resources, options);
	const account = workspaceList && (await readList(workspaceList, options));
	const first = await readLists(openListsBelow(resources, account, options), Infinity, options);
	const held = first.lists.flatMap((list) => openHeldLists(list, options));
	const second = await readLists(held, MOST_HELD_LISTS, options);
	const next = first.unread ?? second.unread;
	return {
		lists: [...(account ? [account] : []), ...first.lists, ...second.lists],
		...(next && { next: next.key }),
	};
}

/** Reads at most so many of the lists, as long as there is time. */
async function readLists(
	lists: readonly PolledList[],
	most: number,
	options: ReadWatchedListsOptions,
): Promise<{ lists: PolledList[]; unread: WatchedList | undefined }> {
	const toRead = startingAt(options.before?.next, lists).filter(({ result }) => !result);
	const read = new Map<WatchedList, PolledList>();
	await mapConcurrently(toRead.slice(0, most), options.client.atOnce, async (list) => {
		if (!options.isLate()) read.set(list, await readList(list, options));
	});
	return {
		lists: lists.map((list) => read.get(list) ?? list),
		unread: toRead.find((list) => !read.has(list)),
	};
}

async function readList(list: WatchedList, options: ReadWatchedListsOptions): Promise<PolledList> {
	// A list that belongs to a record may change without a change that anybody watches.
	const fingerprint = list.holds ? fingerprinter({ all: true }) : options.fingerprint;
	const result = await readWholeList(list, list.known, { ...options, fingerprint });
	const polled = withResult(list, result, options);
	const held = list.holds?.resource;
	if (!held?.grows || result.failure !== undefined) return polled;
	try {
		const growth = await readGrowth(polled, held, { ...options, filter: options.watch.filter });
		return { ...polled, growth };
	} catch (failure) {
		return { ...polled, result: { ...result, isRead: false, complete: false, failure } };
	}
}

function withResult(
	list: WatchedList,
	result: ReadResult,
	{ before, started }: ReadWatchedListsOptions,
): PolledList {
	const missing = findMissing(list, result, pollWeight(before?.lookedAt, started));
	return { ...list, result, missing };
}

/** The list of workspaces, if it is watched or says which other lists there are. */
function openWorkspaceList(
	resources: readonly WatchedResource[],
	options: ReadWatchedListsOptions,
): WatchedList | undefined {
	const { workspaces } = options.watch;
	const watched = resources.find(isWorkspaceList);
	if (workspaces === 'all') {
		const unwatched = { resource: watchableNamed('workspace'), kinds: [] };
		return openList(watched ?? unwatched, {}, options);
	}
	if (!watched) return undefined;
	// A workspace has to exist before it can be chosen, so it is never a new one.
	const kinds = watched.kinds.filter((kind) => kind !== 'created');
	return { ...openList({ ...watched, kinds }, {}, options), onlyIds: new Set(workspaces) };
}

/** The lists in the watched workspaces. Those of a workspace that is gone count as read already. */
function openListsBelow(
	resources: readonly WatchedResource[],
	account: PolledList | undefined,
	options: ReadWatchedListsOptions,
): PolledList[] {
	const { before, watch } = options;
	const below = resources.filter((watched) => !isWorkspaceList(watched));
	const open = (ids: readonly string[]) =>
		below.flatMap((watched) => ids.map((id) => openBelow(watched, id, options)));
	if (watch.workspaces !== 'all') return open(watch.workspaces);
	const ids = account?.result?.comparison.seenIds() ?? [];
	const lists = open(ids);
	if (!account) return lists;
	const gone = openGoneLists(below, new Set(ids), options);
	return [
		...lists.map((list) => (isNew(list, account, before) ? knowingNothing(list) : list)),
		...gone.map((list) => (account.result?.complete ? asEmptyList(list, account, options) : list)),
	];
}

/** Lists of the state whose workspace was not among those seen. */
function openGoneLists(
	resources: readonly WatchedResource[],
	seen: ReadonlySet<string>,
	options: ReadWatchedListsOptions,
): WatchedList[] {
	return Object.keys(options.before?.lists ?? {}).flatMap((key) => {
		const { name, workspaceId = '', holderId } = readKey(key);
		const watched = resources.find(({ resource }) => resource.name === name);
		if (!watched || workspaceId === '' || holderId !== undefined || seen.has(workspaceId))
			return [];
		return [openBelow(watched, workspaceId, options)];
	});
}

/** The list in a workspace; for lists that belong to records, the list of these records. */
function openBelow(
	watched: WatchedResource,
	workspaceId: string,
	options: ReadWatchedListsOptions,
): WatchedList {
	const { holder, name } = watched.resource;
	if (!holder) return openList(watched, { workspaceId }, options);
	const list = openList({ resource: holder, kinds: [] }, { workspaceId }, options, name);
	return { ...list, holds: watched };
}

/**
 * The lists that belong to the records of a list. Those of a record that is gone count as read
 * already.
 */
function openHeldLists(holders: PolledList, options: ReadWatchedListsOptions): PolledList[] {
	const { holds, workspaceId, known, result } = holders;
	if (!holds || holds.resource.grows || workspaceId === undefined) return [];
	const chosen = options.watch.holderIds?.[holders.resource.name];
	const isChosen = (id: string) => !chosen || chosen.includes(id);
	const seen = (result?.comparison.seenIds() ?? []).filter(isChosen);
	const stored = Object.keys(options.before?.lists ?? {})
		.map(readKey)
		.filter((key) => key.name === holds.resource.name && key.workspaceId === workspaceId)
		.flatMap(({ holderId }) => holderId ?? []);
	const unseen = stored.filter((id) => isChosen(id) && !seen.includes(id));
	const open = (holderId: string) => openList(holds, { workspaceId, holderId }, options);
	return [
		...seen.map((id) => (known && !known.has(id) ? knowingNothing(open(id)) : open(id))),
		...unseen.map((id) => (result?.complete ? asEmptyList(open(id), holders, options) : open(id))),
	];
}

/** The name of a list in the state. IDs may hold any character but a line break. */
function keyOf(name: Watchable['name'], { workspaceId, holderId }: Place): string {
	const key = workspaceId === undefined ? name : `${name} ${workspaceId}`;
	return holderId === undefined ? key : `${key}\n${holderId}`;
}

function readKey(key: string): Place & { name: string } {
	const [, name, workspaceId, holderId] = /^(\S+)(?: (.*?))?(?:\n(.*))?$/s.exec(key) ?? [];
	return {
		name: name ?? '',
		...(workspaceId !== undefined && { workspaceId }),
		...(holderId !== undefined && { holderId }),
	};
}

type Place = Pick<WatchedList, 'workspaceId' | 'holderId'>;

/** @param name the name of the list in the state */
function openList(
	{ resource, kinds }: WatchedResource,
	place: Place,
	{ before, watch, cache, watcher }: ReadWatchedListsOptions,
	name: Watchable['name'] = resource.name,
): WatchedList {
	const key = keyOf(name, place);
	const isOfHolders = name !== resource.name;
	const scope = { kinds, only: isOfHolders ? '' : signatureOf(watch.onlyFields) };
	const list = { key, resource, kinds, ...place };
	const storedText = before && Object.hasOwn(before.lists, key) ? before.lists[key] : undefined;
	const stored =
		storedText === undefined
			? undefined
			: readStored(`${watcher} ${key}`, storedText, scope.only, cache);
	if (storedText !== undefined && stored) return { ...list, storedText, ...stored };
	return { ...list, scope, ...(watch.emitExisting && { known: new Map() }) };
}

function readStored(key: string, text: string, only: string, cache: PollCache) {
	const cached = cache.get(key, text);
	// The cached records are compared as a whole, which says nothing once other fields count.
	return cached?.scope.only === only ? cached : decodeKnownRecords(text);
}

/** A list that knows no record yet reports every record as a new one. */
function knowingNothing(list: WatchedList): WatchedList {
	return { ...list, known: list.known ?? new Map() };
}

/**
 * The list of a workspace or record that is gone counts as an empty one: a request for it could only
 * fail.
 */
function asEmptyList(
	list: WatchedList,
	places: PolledList,
	options: ReadWatchedListsOptions,
): PolledList {
	const comparison = new Comparison(list.known ?? new Map(), options.fingerprint);
	const placeId = list.holderId ?? list.workspaceId!;
	const isDeleted = places.missing?.deleted.some(({ id }) => id === placeId) === true;
	return {
		...withResult(list, { comparison, complete: true, isRead: true }, options),
		isPlaceGone: isDeleted || !places.known?.has(placeId),
	};
}

/**
 * Whether the list belongs to a workspace that was created after the last poll. Then everything in the
 * list is new.
 */
function isNew(
	{ resource, holds, workspaceId }: WatchedList,
	account: WatchedList,
	before: State | undefined,
): boolean {
	const { name } = holds?.resource ?? resource;
	const wasWatched = before?.fields[name] !== undefined;
	const known = before?.allWorkspaces ? account.known : undefined;
	return wasWatched && known !== undefined && !known.has(workspaceId!);
}

/** The lists in their order, beginning with this one. */
function startingAt<List extends WatchedList>(
	key: string | undefined,
	lists: readonly List[],
): List[] {
	const start = Math.max(
		0,
		lists.findIndex((list) => list.key === key),
	);
	return [...lists.slice(start), ...lists.slice(0, start)];
}

/** Whether this is the account's list of workspaces. */
export function isWorkspaceList({ resource }: { resource: Watchable }): boolean {
	return resource.name === 'workspace';
}
