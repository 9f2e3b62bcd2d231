import { createdAfter } from '../catalogue/filters';
import type { Client } from '../client/client';
import { mapConcurrently } from '../client/map-concurrently';
import { readFilters } from '../client/record-filters';
import { recordMoments } from '../client/record-moments';
import { selectRecords } from '../client/select-records';
import { ViviError } from '../errors';
import type { JsonObject } from '../http/json';
import type { CreatedOrUpdated } from './comparison';
import { isInPlace, passes, type EventFilter } from './event-filter';
import { fieldKind, valueFingerprint } from './fingerprint';
import { fieldHashesOf, type KnownRecord, type KnownRecords } from './known-records';
import { idOf } from './read-whole-list';
import type { Watchable } from './watchable';
import type { PolledList } from './watched-list';

/*
 * Lists to which records are only added, such as the messages of threads. There may be thousands of
 * such lists, and each may be long. So a poll reads only the lists whose holder has changed, and
 * stores of each only when the last reported record was added.
 */

/** How many lists one poll reads; the next polls read the others. */
export const MOST_GROWING_LISTS = 100;

/** Two times that are no further apart belong to the same write. */
const ONE_WRITE_MS = 1000;
/** How many characters of a mark stand for a record that was added at its moment. */
const SHORT_ID = 4;

/** The mark of a list: when the last known record was added, and which records that were. */
export interface Mark {
	at: number;
	ids: readonly string[];
}

/** The new records in the list of a holder. */
export interface Growth {
	holder: CreatedOrUpdated;
	/** The mark before this poll; undefined where the list was not known. */
	mark: Mark | undefined;
	/** The records after the mark, oldest first; undefined when the list could not be read. */
	added: Added[] | undefined;
	/** All records of the list only become known. */
	isFirst: boolean;
	failure?: unknown;
}

/** A record that was added to a list. */
export interface Added {
	id: string;
	record: JsonObject;
	at: number;
}

interface ReadGrowthOptions {
	client: Client;
	isLate: () => boolean;
	filter: EventFilter | undefined;
}

/**
 * Reads the new records of the holders that have changed, as long as there is time.
 * @param list the holders, compared with the known ones
 * @param resource the resource whose records the holders' lists hold
 * @returns undefined at a first poll, which reads none of these lists
 * @throws ViviError `no_time` when the holders do not show that something was added
 */
export async function readGrowth(
	list: PolledList,
	resource: Watchable,
	{ client, isLate, filter }: ReadGrowthOptions,
): Promise<Growth[] | undefined> {
	if (!list.known) checkShowChanges(list, resource);
	if (!list.known || !list.result) return undefined;
	const isWanted = ({ record }: CreatedOrUpdated) =>
		!filter || isInPlace(record, list.resource, filter);
	const growths = list.result.comparison
		.createdOrUpdated()
		.map((holder) => unread(holder, isWanted(holder)));
	const wanted = growths
		.filter(({ holder }) => isWanted(holder))
		.sort((a, b) => (lastMoment(a.holder.record) ?? 0) - (lastMoment(b.holder.record) ?? 0))
		.slice(0, MOST_GROWING_LISTS);
	await mapConcurrently(wanted, client.atOnce, async (growth) => {
		if (isLate()) return;
		const ids = { workspaceId: list.workspaceId!, [list.resource.idField]: growth.holder.id };
		try {
			growth.added = await readAdded(client, resource, ids, growth.mark);
		} catch (failure) {
			growth.failure = failure;
		}
	});
	return growths;
}

/**
 * A holder before its list is read. When the holder is not wanted, its list becomes known without
 * being read.
 */
function unread(holder: CreatedOrUpdated, isWanted: boolean): Growth {
	const mark = holder.kind === 'updated' ? markOf(holder.before) : undefined;
	if (isWanted) {
		return { holder, mark, added: undefined, isFirst: holder.kind === 'updated' && !mark };
	}
	const at = Math.max(mark?.at ?? -Infinity, lastMoment(holder.record) ?? -Infinity);
	return { holder, mark: asMark(at + 1) ?? mark, added: [], isFirst: true };
}

/**
 * The records of a list that were added after a mark, oldest first.
 * @throws ViviError `no_time` when a record does not say when it was added
 */
export async function readAdded(
	client: Client,
	resource: Watchable,
	ids: Record<string, string>,
	mark: Mark | undefined,
): Promise<Added[]> {
	const added: Added[] = [];
	// When a request asks for the end of a long list only, VIVI may give just that.
	const since = mark && { [createdAfter.name]: new Date(mark.at).toISOString() };
	const filters = since ? readFilters([createdAfter], since) : [];
	const { records } = await selectRecords(client, resource.of, resource.list, { ids, filters });
	for (const record of records) {
		const at = recordMoments(record).created;
		if (at === undefined) throw noTime(resource, 'added');
		const id = idOf(record, resource);
		if (isAfter(mark, { id, at })) added.push({ id, record, at });
	}
	// Stable: records of the same moment keep the order of the list.
	return added.sort((a, b) => a.at - b.at);
}

function isAfter(mark: Mark | undefined, { id, at }: Pick<Added, 'id' | 'at'>): boolean {
	if (!mark || at > mark.at) return true;
	return at === mark.at && !mark.ids.includes(shortId(id));
}

/** The new and wanted records, each as a change of its list. */
export function additionsOf(
	{ growth = [], holds, workspaceId }: PolledList,
	filter: EventFilter | undefined,
) {
	const { resource } = holds ?? {};
	if (!resource) return [];
	return growth.flatMap((one) => {
		const list = { resource, workspaceId: workspaceId!, holderId: one.holder.id };
		return wantedOf(one, resource, filter).map(({ id, record }) => ({
			list,
			change: { kind: 'created' as const, id, record, fingerprint: '' },
		}));
	});
}

function wantedOf(
	{ added = [], isFirst }: Growth,
	resource: Watchable,
	filter: EventFilter | undefined,
): Added[] {
	return isFirst ? [] : added.filter(({ record }) => !filter || passes(record, resource, filter));
}

/**
 * The known holders after a poll, each with the mark up to which its list was reported. A holder
 * whose list was not read, or not reported to its end, still differs from the known one in the next
 * poll.
 * @param known the known holders, without this poll's marks
 * @param reported the records that were reported
 */
export function withMarks(
	known: KnownRecords,
	list: PolledList,
	reported: ReadonlySet<JsonObject>,
	filter: EventFilter | undefined,
): KnownRecords {
	const { growth = [], holds } = list;
	const doneOf = (one: Growth) => {
		const open = wantedOf(one, holds!.resource, filter).find(({ record }) => !reported.has(record));
		return open ? one.added!.indexOf(open) : one.added!.length;
	};
	const changes = list.known
		? growth.flatMap((one) => (one.added ? markAfter(one, one.added, doneOf(one)) : []))
		: firstMarks(list);
	return changes.length === 0 ? known : new Map([...known, ...changes]);
}

/** At a first poll, no record counts as added yet. */
function firstMarks({ result }: PolledList): Array<[string, KnownRecord]> {
	const holders = result?.comparison.createdOrUpdated() ?? [];
	// The latest moment of VIVI's own clock. A record may be added a little after its holder says so.
	const latest = Math.max(...holders.map(({ record }) => lastMoment(record) ?? -Infinity));
	const mark = asMark(latest + ONE_WRITE_MS);
	return holders.map(({ id, record, fingerprint }) => [id, knownHolder(record, fingerprint, mark)]);
}

/** @param done how many of the added records need not be reported any more */
function markAfter(
	{ holder, mark }: Growth,
	added: readonly Added[],
	done: number,
): Array<[string, KnownRecord]> {
	const isWhole = done === added.length;
	if (!isWhole && done === 0) return [];
	const { id, record } = holder;
	const after = advanced(mark, added.slice(0, done)) ?? asMark(lastMoment(record));
	if (isWhole) return [[id, knownHolder(record, holder.fingerprint, after)]];
	// Without the record, so that it does not count as unchanged.
	const { payload } = knownHolder(record, UNFINISHED, after);
	return [[id, { payload }]];
}

/** No real fingerprint equals it, so the holder counts as changed. */
const UNFINISHED = '--------';

function advanced(mark: Mark | undefined, done: readonly Added[]): Mark | undefined {
	const last = done.at(-1);
	if (!last) return mark;
	const together = done.filter(({ at }) => at === last.at).map(({ id }) => shortId(id));
	const before = mark?.at === last.at ? mark.ids : [];
	return { at: last.at, ids: [...before, ...together] };
}

function asMark(at: number | undefined): Mark | undefined {
	return at === undefined || !Number.isFinite(at) ? undefined : { at, ids: [] };
}

function knownHolder(record: JsonObject, fingerprint: string, mark: Mark | undefined): KnownRecord {
	const text = mark ? `${mark.at.toString(36)}-${mark.ids.join('')}` : '';
	return { payload: `${fingerprint}00${text}`, record };
}

function markOf(known: KnownRecord): Mark | undefined {
	const [, at, ids] = /^([\da-z]+)-(.*)$/.exec(fieldHashesOf(known)) ?? [];
	if (at === undefined) return undefined;
	return { at: parseInt(at, 36), ids: ids!.match(new RegExp(`.{${SHORT_ID}}`, 'g')) ?? [] };
}

function shortId(id: string): string {
	return valueFingerprint(id).slice(0, SHORT_ID);
}

/**
 * Whether the holders show when a record is added to their lists.
 * @throws ViviError `no_time` when none does, because then nobody would ever notice new records
 */
function checkShowChanges({ result }: PolledList, resource: Watchable): void {
	const holders = result?.comparison.createdOrUpdated() ?? [];
	const shows = (record: JsonObject) =>
		recordMoments(record).updated !== undefined ||
		Object.keys(record).some((name) => /count$/i.test(name) || fieldKind(name) !== 'counts');
	if (holders.length === 0 || holders.some(({ record }) => shows(record))) return;
	throw noTime(resource.holder!, 'changed');
}

function lastMoment(record: JsonObject): number | undefined {
	const { created, updated } = recordMoments(record);
	return updated ?? created;
}

function noTime({ plural }: Watchable, what: 'added' | 'changed'): ViviError {
	const records = plural.toLowerCase();
	return new ViviError({
		code: 'no_time',
		message: `VIVI lists ${records} without the time they were ${what}, so nobody can tell what is new.`,
		hint: 'Read the lists on a schedule instead.',
	});
}
