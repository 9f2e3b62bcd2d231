import { catalogue } from '../catalogue';
import type { Resource } from '../catalogue/types';
import { mapConcurrently } from '../client/run-concurrently';
import { Comparison } from './compare';
import type { Memory } from './memory';
import { lookWeight, missingFrom } from './missing';
import { readListWhole, type ReadOptions } from './read-list-whole';
import type { State } from './state';
import { decodeTold } from './told';
import { signatureOf, type Watch, type WatchedResource } from './watch';
import type { WatchedList } from './watched-list';

export interface ReadListsOptions extends ReadOptions {
	watch: Watch;
	memory: Memory;
	/** Keeps the lists of different watchers apart in the memory. */
	watcher: string;
	/** When this look begins, in milliseconds since the epoch. */
	started: number;
}

export interface ListsRead {
	lists: WatchedList[];
	/** Name of the first list there was no time for. */
	next?: string;
}

/** Looks at all lists that are watched, beginning where the last look had no more time. */
export async function readLists(
	resources: readonly WatchedResource[],
	before: State | undefined,
	options: ReadListsOptions,
): Promise<ListsRead> {
	const open = (resource: WatchedResource, workspaceId?: string) =>
		openList(resource, workspaceId, before, options);
	const below = resources.filter(({ resource }) => resource.name !== 'workspace');
	const weight = lookWeight(before?.lookedAt, options.started);
	const lookAt = async (list: WatchedList) => {
		list.look = await readListWhole(list, list.told, options);
		list.missing = missingFrom(list, weight);
	};
	const account = accountList(resources, options.watch, open);
	if (account) await lookAt(account);

	const { workspaces } = options.watch;
	const seen = workspaces === 'all' ? (account?.look?.comparison.seenIds() ?? []) : workspaces;
	const lists = below.flatMap((resource) => seen.map((id) => open(resource, id)));
	if (workspaces === 'all' && account) {
		for (const list of lists) if (isNew(list, account, before)) list.told ??= new Map();
		for (const list of unseenLists(below, new Set(seen), before, open)) {
			if (account.look?.complete) findEmpty(list, account, options, weight);
			lists.push(list);
		}
	}
	const start = Math.max(
		0,
		lists.findIndex(({ key }) => key === before?.next),
	);
	const order = [...lists.slice(start), ...lists.slice(0, start)].filter(({ look }) => !look);
	await mapConcurrently(order, options.client.atOnce, async (list) => {
		if (!options.isLate()) await lookAt(list);
	});
	const unread = order.find(({ look }) => !look);
	return {
		lists: account ? [account, ...lists] : lists,
		...(unread && { next: unread.key }),
	};
}

/** A list whose workspace is not there is an empty one: a request for it could only fail. */
function findEmpty(
	list: WatchedList,
	account: WatchedList,
	{ fingerprint }: ReadListsOptions,
	weight: number,
): void {
	list.look = {
		comparison: new Comparison(list.told ?? new Map(), fingerprint),
		complete: true,
		isRead: true,
	};
	list.missing = missingFrom(list, weight);
	const isGone = account.missing?.gone.some(({ id }) => id === list.workspaceId);
	list.gone = isGone === true || !account.told?.has(list.workspaceId!);
}

/** The list of workspaces, if it is watched or needed to know the workspaces. */
function accountList(
	resources: readonly WatchedResource[],
	{ workspaces }: Watch,
	open: (resource: WatchedResource) => WatchedList,
): WatchedList | undefined {
	const watched = resources.find(({ resource }) => resource.name === 'workspace');
	if (workspaces === 'all') return open(watched ?? { resource: catalogue.workspace, kinds: [] });
	if (!watched) return undefined;
	// A workspace has to exist before it can be chosen, so it is never a new one.
	const kinds = watched.kinds.filter((kind) => kind !== 'created');
	return { ...open({ ...watched, kinds }), onlyIds: new Set(workspaces) };
}

function openList(
	{ resource, kinds }: WatchedResource,
	workspaceId: string | undefined,
	before: State | undefined,
	{ watch, memory, watcher }: ReadListsOptions,
): WatchedList {
	const key = workspaceId === undefined ? resource.name : `${resource.name} ${workspaceId}`;
	const now = { kinds, only: signatureOf(watch.onlyFields) };
	const list = { key, resource, kinds, ...(workspaceId !== undefined && { workspaceId }) };
	const text = before && Object.hasOwn(before.lists, key) ? before.lists[key] : undefined;
	const kept =
		text === undefined ? undefined : readTold(`${watcher} ${key}`, text, now.only, memory);
	if (text !== undefined && kept) return { ...list, text, ...kept };
	return { ...list, under: now, ...(watch.emitExisting && { told: new Map() }) };
}

function readTold(key: string, text: string, only: string, memory: Memory) {
	const kept = memory.get(key, text);
	// Records are compared as a whole; when other fields count from now on, that would say nothing.
	return kept && kept.under.only === only ? kept : decodeTold(text);
}

/**
 * Whether the list belongs to a workspace that came into being since the last look, so that all it
 * holds is new.
 */
function isNew(
	{ resource, workspaceId }: WatchedList,
	account: WatchedList,
	before: State | undefined,
): boolean {
	const wasWatched = before?.fields[resource.name] !== undefined;
	const known = before?.allWorkspaces ? account.told : undefined;
	return wasWatched && known !== undefined && !known.has(workspaceId!);
}

/** Lists of the state whose workspace was not among those seen. */
function unseenLists(
	resources: readonly WatchedResource[],
	seen: ReadonlySet<string>,
	before: State | undefined,
	open: (resource: WatchedResource, workspaceId: string) => WatchedList,
): WatchedList[] {
	return Object.keys(before?.lists ?? {}).flatMap((key) => {
		const [name, ...rest] = key.split(' ');
		const workspaceId = rest.join(' ');
		const watched = resources.find(({ resource }) => resource.name === name);
		if (!watched || workspaceId === '' || seen.has(workspaceId)) return [];
		return [open(watched, workspaceId)];
	});
}

/** Whether a resource's list is that of the account's workspaces. */
export function isAccountList({ resource }: { resource: Resource }): boolean {
	return resource.name === 'workspace';
}
