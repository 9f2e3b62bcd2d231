import { momentOf, recordMoments } from '../client/record-moments';
import type { JsonObject } from '../http/json';
import { valueFingerprint } from './fingerprint';
import { fieldHashesOf, type KnownRecord } from './known-records';

/**
 * The known part of a list that only grows: the time of the last known record, and the records of
 * that time.
 */
export interface Mark {
	at: number;
	/** A few characters of each ID. */
	ids: readonly string[];
}

/** A record of a list that only grows. */
export interface Added {
	id: string;
	record: JsonObject;
	/** When it was added, in milliseconds since the epoch. */
	at: number;
}

/** How many characters stand for a record of the last time. */
const SHORT_ID = 4;

/** A mark without records; undefined without a time. */
export function markAt(at: number | undefined): Mark | undefined {
	return at === undefined || !Number.isFinite(at) ? undefined : { at, ids: [] };
}

/** Whether a record was added after the mark. */
export function isAfter(mark: Mark | undefined, { id, at }: Pick<Added, 'id' | 'at'>): boolean {
	if (!mark || at > mark.at) return true;
	return at === mark.at && !mark.ids.includes(shortId(id));
}

/** The mark after these records, which are sorted by time. */
export function movedBy(mark: Mark | undefined, added: readonly Added[]): Mark | undefined {
	const last = added.at(-1);
	if (!last) return mark;
	const together = added.filter(({ at }) => at === last.at).map(({ id }) => shortId(id));
	const before = mark?.at === last.at ? mark.ids : [];
	return { at: last.at, ids: [...before, ...together] };
}

/** A known holder, with the mark of its list instead of the hashes of its fields. */
export function knownHolder(
	record: JsonObject,
	fingerprint: string,
	mark: Mark | undefined,
): KnownRecord {
	const text = mark ? `${mark.at.toString(36)}-${mark.ids.join('')}` : '';
	return { payload: `${fingerprint}00${text}`, record };
}

/** The mark in a text of {@link knownHolder}. */
export function markOf(holder: KnownRecord): Mark | undefined {
	const [, at, ids] = /^([\da-z]+)-(.*)$/.exec(fieldHashesOf(holder)) ?? [];
	if (at === undefined) return undefined;
	return { at: parseInt(at, 36), ids: ids!.match(new RegExp(`.{${SHORT_ID}}`, 'g')) ?? [] };
}

/** When something last happened, such as `lastMessageAt`. */
const LAST = /^last_?.+(at|on|date|time)$/i;

/**
 * When a record, or the list that belongs to it, last changed, according to the record; undefined where
 * it only says when it was created.
 */
function lastChange(record: JsonObject): number | undefined {
	const moments = Object.keys(record)
		.filter((name) => LAST.test(name))
		.map((name) => momentOf(record[name]));
	return latest([recordMoments(record).updated, ...moments]);
}

/** When a record last changed or was created, according to itself. */
export function lastMoment(record: JsonObject): number | undefined {
	return lastChange(record) ?? recordMoments(record).created;
}

/** The latest of these times; undefined without any. */
export function latestMoment(records: readonly JsonObject[]): number | undefined {
	return latest(records.map(lastMoment));
}

/**
 * Up to when everything that these holders' lists hold counts as known.
 * @param now counts where the holders do not say when their lists changed; otherwise the latest time of
 * VIVI's own clock does
 */
export function knownUntil(records: readonly JsonObject[], now: number): number {
	const moment = latestMoment(records) ?? now;
	return records.some((record) => lastChange(record) !== undefined)
		? moment
		: Math.max(moment, now);
}

function latest(moments: ReadonlyArray<number | undefined>): number | undefined {
	// The arguments of Math.max have to fit on the stack.
	return moments.reduce(
		(max, moment) => (max !== undefined && !(moment! > max) ? max : moment),
		undefined,
	);
}

function shortId(id: string): string {
	return valueFingerprint(id).slice(0, SHORT_ID);
}
