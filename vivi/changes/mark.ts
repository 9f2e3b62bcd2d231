import { recordMoments } from '../client/record-moments';
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

/** When a record last changed, according to itself. */
export function lastMoment(record: JsonObject): number | undefined {
	const { created, updated } = recordMoments(record);
	return updated ?? created;
}

/** The latest of these times; undefined without any. */
export function latestMoment(records: readonly JsonObject[]): number | undefined {
	// The arguments of Math.max have to fit on the stack.
	const latest = records.reduce(
		(max, record) => Math.max(max, lastMoment(record) ?? -Infinity),
		-Infinity,
	);
	return Number.isFinite(latest) ? latest : undefined;
}

function shortId(id: string): string {
	return valueFingerprint(id).slice(0, SHORT_ID);
}
