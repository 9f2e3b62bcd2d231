import { catalogue } from '../catalogue';
import type { Resource } from '../catalogue/types';
import { mapConcurrently } from '../client/map-concurrently';
import { Comparison } from './comparison';
import { decodeKnownRecords } from './known-records';
import { findMissing, pollWeight } from './missing';
import type { PollCache } from './poll-cache';
import { readWholeList, type ReadOptions, type ReadResult } from './read-whole-list';
import type { State } from './state';
import { signatureOf, type Watch, type WatchedResource } from './watch';
import type { PolledList, WatchedList } from './watched-list';

export interface ReadWatchedListsOptions extends ReadOptions {
	watch: Watch;
	cache: PollCache;
	/** Keeps the lists of different triggers apart in the cache. */
	watcher: string;
	/** When this poll begins, in milliseconds since the epoch. */
	started: number;
	/** What the last poll stored. */
	before: State | undefined;
}

export interface ReadWatchedLists {
	lists: PolledList[];
	/** Name of the first list there was no time for. */
	next?: string;
}

/** Reads all watched lists, beginning with the one that the last poll had no time for. */
export async function readWatchedLists(
	resources: readonly WatchedResource[],
	options: ReadWatchedListsOptions,
): Promise<ReadWatchedLists> {
	const workspaceList = openWorkspaceList(resources, options);
	const account = workspaceList && (await readList(workspaceList, options));
	const lists = openListsBelow(resources, account, options);
	const toRead = startingAt(options.before?.next, lists).filter(({ result }) => !result);
	const read = new Map<WatchedList, PolledList>();
	await mapConcurrently(toRead, options.client.atOnce, async (list) => {
		if (!options.isLate()) read.set(list, await readList(list, options));
	});
	const unread = toRead.find((list) => !read.has(list));
	const all = lists.map((list) => read.get(list) ?? list);
	return {
		lists: account ? [account, ...all] : all,
		...(unread && { next: unread.key }),
	};
}

async function readList(list: WatchedList, options: ReadWatchedListsOptions): Promise<PolledList> {
	return withResult(list, await readWholeList(list, list.known, options), options);
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
		return openList(watched ?? { resource: catalogue.workspace, kinds: [] }, undefined, options);
	}
	if (!watched) return undefined;
	// A workspace has to exist before it can be chosen, so it is never a new one.
	const kinds = watched.kinds.filter((kind) => kind !== 'created');
	return { ...openList({ ...watched, kinds }, undefined, options), onlyIds: new Set(workspaces) };
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
		below.flatMap((watched) => ids.map((id) => openList(watched, id, options)));
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
		const [name, ...rest] = key.split(' ');
		const workspaceId = rest.join(' ');
		const watched = resources.find(({ resource }) => resource.name === name);
		if (!watched || workspaceId === '' || seen.has(workspaceId)) return [];
		return [openList(watched, workspaceId, options)];
	});
}

function openList(
	{ resource, kinds }: WatchedResource,
	workspaceId: string | undefined,
	{ before, watch, cache, watcher }: ReadWatchedListsOptions,
): WatchedList {
	const key = workspaceId === undefined ? resource.name : `${resource.name} ${workspaceId}`;
	const scope = { kinds, only: signatureOf(watch.onlyFields) };
	const list = { key, resource, kinds, ...(workspaceId !== undefined && { workspaceId }) };
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

/** The list of a workspace that is gone counts as an empty one: a request for it could only fail. */
function asEmptyList(
	list: WatchedList,
	account: PolledList,
	options: ReadWatchedListsOptions,
): PolledList {
	const comparison = new Comparison(list.known ?? new Map(), options.fingerprint);
	const isDeleted = account.missing?.deleted.some(({ id }) => id === list.workspaceId) === true;
	return {
		...withResult(list, { comparison, complete: true, isRead: true }, options),
		isWorkspaceGone: isDeleted || !account.known?.has(list.workspaceId!),
	};
}

/**
 * Whether the list belongs to a workspace that was created after the last poll. Then everything in the
 * list is new.
 */
function isNew(
	{ resource, workspaceId }: WatchedList,
	account: WatchedList,
	before: State | undefined,
): boolean {
	const wasWatched = before?.fields[resource.name] !== undefined;
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
export function isWorkspaceList({ resource }: { resource: Resource }): boolean {
	return resource.name === 'workspace';
}
