import type { Client } from '../client/client';
import { recordMoments } from '../client/record-moments';
import { allOf } from '../client/list-reading';
import { isOutOfReach } from '../client/out-of-reach';
import { mapConcurrently, type SettledResult } from '../client/map-concurrently';
import { type ViviApiError, ViviError, ViviInputError } from '../errors';
import type { JsonObject } from '../http/json';
import { isInPlace, passes, type EventFilter } from './event-filter';
import { lastMoment, latestMoment } from './mark';
import { idOf } from './identity';
import { pathOf } from './read-whole-list';
import { watchableNamed, type Watchable } from './watchable';

/** A record, and the list in which it was found. */
export interface FoundRecord {
	id: string;
	/** Absent for a workspace itself. */
	workspaceId?: string;
	/** The record to which that list belongs, if any. */
	holderId?: string;
	record: JsonObject;
}

/** A workspace that could not be read, while others could. */
export interface SkippedWorkspace {
	workspaceId: string;
	reason: ViviApiError;
}

/** IDs of workspaces, or all that the key reaches. */
export type Workspaces = 'all' | readonly string[];

/** Which records are read. */
export interface RecordScope {
	workspaces: Workspaces;
	/** Only lists that belong to these records, by the name of their resource; all unless given. */
	holderIds?: Readonly<Record<string, readonly string[]>>;
	filter?: EventFilter;
}

type Place = Pick<FoundRecord, 'workspaceId' | 'holderId'>;

/** How many workspaces, or records with a list, are searched for an example. */
export const MOST_FOR_EXAMPLES = 100;

/** How many records of a list are read for an example: the newest may stand at the end of the list. */
export const MOST_EXAMPLES = 1000;

/**
 * For lists that only grow: only records of the last so many milliseconds are read, and the lists of
 * at most so many holders, namely those that changed last.
 */
export const RECENT_MS = 24 * 60 * 60_000;
const MOST_RECENT_LISTS = 100;

/**
 * All wanted records of a resource, in the order of the lists; for lists that only grow, the recent
 * ones.
 * A workspace that is gone or closed to the key is skipped if another one can be read.
 * @throws ViviError `too_many_lists` when there was no time for all of them; another one when a list
 * could not be read: the records would look as if they were gone
 */
export async function readRecords(
	client: Client,
	resource: Watchable,
	scope: RecordScope,
): Promise<{ found: FoundRecord[]; skipped: SkippedWorkspace[] }> {
	const { places, skipped, since = -Infinity } = await placesOf(client, resource, scope);
	const settled = await mapConcurrently(places, client.atOnce, (place) =>
		readAll(client, resource, place),
	);
	throwIfTooMany(resource, settled);
	const { filter } = scope;
	const isWanted = ({ record }: FoundRecord) =>
		(!filter || passes(record, resource, filter)) &&
		(recordMoments(record).created ?? Infinity) >= since;
	return {
		found: foundIn(settled).filter(isWanted),
		skipped: [...skipped, ...skippedOf(places, settled)],
	};
}

/**
 * Some records of a resource as examples: of the first lists that have any, up to {@link MOST_EXAMPLES} of
 * each. At most {@link MOST_FOR_EXAMPLES} lists are searched. VIVI documents no order of its lists, so the
 * first page may hold only the oldest records. Where none of them passes the filter, others are the examples.
 * @throws ViviError when there is no record, and no list can be read
 */
export async function readExamples(
	client: Client,
	resource: Watchable,
	scope: RecordScope,
): Promise<FoundRecord[]> {
	const { filter } = scope;
	const { places: all } = await placesOf(client, resource, scope, MOST_FOR_EXAMPLES);
	const places = all.slice(0, MOST_FOR_EXAMPLES);
	const tried: Array<SettledResult<FoundRecord[]>> = [];
	while (tried.length < places.length) {
		const some = places.slice(tried.length, tried.length + client.atOnce());
		const settled = await mapConcurrently(some, some.length, (place) =>
			readSome(client, resource, place),
		);
		tried.push(...settled);
		const found = settled.flatMap((outcome) => (outcome.ok ? outcome.value : []));
		const wanted = found.filter(({ record }) => !filter || passes(record, resource, filter));
		if (found.length > 0) return wanted.length > 0 ? wanted : found;
	}
	return foundIn(tried);
}

/**
 * Sorts the newest first. A record without the wanted time is sorted by its other time, and records without
 * any time come last. Where the times are equal, the IDs decide, because many IDs count up (numbers, ULIDs,
 * UUIDs of version 7): a longer ID is later, and so is one that sorts after another of the same length.
 */
export function newestFirst(
	found: readonly FoundRecord[],
	kind: 'created' | 'updated',
): FoundRecord[] {
	const moment = ({ record }: FoundRecord) => {
		const { created, updated } = recordMoments(record);
		return (kind === 'created' ? (created ?? updated) : (updated ?? created)) ?? -Infinity;
	};
	return found
		.map((one) => ({ one, at: moment(one) }))
		.sort((a, b) => (a.at === b.at ? laterId(b.one, a.one) : b.at - a.at))
		.map(({ one }) => one);
}

function laterId({ id: a }: FoundRecord, { id: b }: FoundRecord): number {
	if (a.length !== b.length) return a.length - b.length;
	return a === b ? 0 : a > b ? 1 : -1;
}

/**
 * When some lists were read and several others ran out of time, there are too many lists, also for the next
 * poll.
 */
function throwIfTooMany(
	{ plural, holder }: Watchable,
	settled: ReadonlyArray<SettledResult<FoundRecord[]>>,
): void {
	const read = settled.filter(({ ok }) => ok).length;
	const late = settled.filter((one) => !one.ok && isLate(one.error)).length;
	if (read === 0 || late < 2) return;
	throw new ViviError({
		code: 'too_many_lists',
		message: `There was time to read the ${plural.toLowerCase()} of ${read} of ${settled.length} ${(holder?.plural ?? 'workspaces').toLowerCase()} only.`,
		hint: holder
			? `Choose fewer ${holder.plural.toLowerCase()}, or a workspace.`
			: 'Choose a workspace. For several of them, make a trigger for each.',
	});
}

function isLate(error: unknown): boolean {
	return error instanceof ViviError && error.code === 'network_timeout';
}

/** The records that were read. A failure that does not concern its workspace only is thrown. */
function foundIn(settled: ReadonlyArray<SettledResult<FoundRecord[]>>): FoundRecord[] {
	const failed = settled.flatMap((outcome) => (outcome.ok ? [] : [outcome.error]));
	const worst = failed.find((error) => !isOutOfReach(error));
	if (worst !== undefined) throw worst;
	if (failed.length > 0 && failed.length === settled.length) throw failed[0];
	return settled.flatMap((outcome) => (outcome.ok ? outcome.value : []));
}

function skippedOf(
	places: readonly Place[],
	settled: ReadonlyArray<SettledResult<unknown>>,
): SkippedWorkspace[] {
	return settled.flatMap((outcome, at) => {
		const workspaceId = places[at]!.workspaceId!;
		return outcome.ok ? [] : [{ workspaceId, reason: outcome.error as ViviApiError }];
	});
}

interface Places {
	places: Place[];
	skipped: SkippedWorkspace[];
	/** Records that were added earlier are not wanted. */
	since?: number;
}

/** @param most at most so many of all workspaces */
async function placesOf(
	client: Client,
	resource: Watchable,
	scope: RecordScope,
	most?: number,
): Promise<Places> {
	const { holder } = resource;
	if (resource.name === 'workspace') return { places: [{}], skipped: [] };
	if (!holder) {
		const ids = await workspaceIdsOf(client, scope.workspaces, most);
		return { places: ids.map((workspaceId) => ({ workspaceId })), skipped: [] };
	}
	const { found, skipped } = await readRecords(client, holder, { workspaces: scope.workspaces });
	const chosen = chosenOf(holder, found, scope);
	const { holders, since } = resource.grows ? recent(chosen) : { holders: chosen };
	const places = holders.map(({ id, workspaceId }) => ({
		workspaceId: workspaceId!,
		holderId: id,
	}));
	return { places, skipped, ...(since !== undefined && { since }) };
}

/** @throws ViviInputError when none of the chosen records exists */
function chosenOf(
	holder: Watchable,
	found: readonly FoundRecord[],
	{ holderIds, filter }: RecordScope,
): FoundRecord[] {
	const ids = holderIds?.[holder.name];
	const chosen = ids ? found.filter(({ id }) => ids.includes(id)) : found;
	if (ids && chosen.length === 0) {
		const what = holder.plural.toLowerCase();
		throw new ViviInputError({
			code: 'nothing_chosen',
			field: `${holder.idField}s`,
			message: `None of the chosen ${what} is there.`,
			hint: `Choose ${what} of the watched workspaces.`,
		});
	}
	return chosen.filter(({ record }) => !filter || isInPlace(record, holder, filter));
}

/** The holders whose lists got a new record recently, by VIVI's own clock. */
function recent(found: readonly FoundRecord[]): { holders: FoundRecord[]; since: number } {
	const since = (latestMoment(found.map(({ record }) => record)) ?? Infinity) - RECENT_MS;
	const isRecent = ({ record }: FoundRecord) => (lastMoment(record) ?? Infinity) >= since;
	return {
		holders: found
			.filter(isRecent)
			.sort((a, b) => (lastMoment(b.record) ?? 0) - (lastMoment(a.record) ?? 0))
			.slice(0, MOST_RECENT_LISTS),
		since: Number.isFinite(since) ? since : -Infinity,
	};
}

/** @param most at most so many of all workspaces */
export async function workspaceIdsOf(
	client: Client,
	workspaces: Workspaces,
	most?: number,
): Promise<readonly string[]> {
	if (workspaces !== 'all') return workspaces;
	if (client.workspaceId !== undefined) return [client.workspaceId];
	return (await readAll(client, watchableNamed('workspace'), {}, most)).map(({ id }) => id);
}

async function readAll(
	client: Client,
	resource: Watchable,
	place: Place,
	limit?: number,
): Promise<FoundRecord[]> {
	return inPlace(await allOf(listIn(client, resource, place, limit)), resource, place);
}

/** As many as an example needs. When a page after the first cannot be read, the pages before it are enough. */
async function readSome(client: Client, resource: Watchable, place: Place): Promise<FoundRecord[]> {
	const records: JsonObject[] = [];
	try {
		for await (const page of listIn(client, resource, place, MOST_EXAMPLES)) records.push(...page);
	} catch (error) {
		if (records.length === 0) throw error;
	}
	return inPlace(records, resource, place);
}

function listIn(client: Client, resource: Watchable, place: Place, limit?: number) {
	return client.list(resource.of, resource.list, { ids: pathOf({ resource, ...place }), limit });
}

function inPlace(records: JsonObject[], resource: Watchable, place: Place): FoundRecord[] {
	return records.map((record) => ({ id: idOf(record, resource), ...place, record }));
}
