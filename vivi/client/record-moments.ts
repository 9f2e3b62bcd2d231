import type { JsonObject, JsonValue } from '../http/json';
import { parseIso } from '../text/iso-time';

/** The furthest moment JavaScript can write, ECMA-262 "Time Values and Time Range". */
const LAST = 8.64e15;

/** Below this a number counts seconds: as milliseconds it would lie in 1973. */
const FIRST_MILLISECONDS = 1e11;

/** The names services give to these times; VIVI documents none. */
const CREATED_KEYS = ['createdAt', 'created_at', 'createdOn', 'created_on', 'created'];
const UPDATED_KEYS = [
	'updatedAt',
	'updated_at',
	'updatedOn',
	'updated_on',
	'modifiedAt',
	'modified_at',
	'lastModified',
	'updated',
];

/** When a record was made and last changed, in milliseconds since the epoch, as far as it says so. */
export interface RecordMoments {
	created: number | undefined;
	updated: number | undefined;
}

/** Reads the times of a record, however they are called and written. */
export function recordMoments(record: JsonObject): RecordMoments {
	return { created: firstMoment(record, CREATED_KEYS), updated: firstMoment(record, UPDATED_KEYS) };
}

function firstMoment(record: JsonObject, keys: readonly string[]): number | undefined {
	for (const key of keys) {
		const moment = Object.hasOwn(record, key) ? momentOf(record[key]) : undefined;
		if (moment !== undefined) return moment;
	}
	return undefined;
}

/** A time as services write it, in milliseconds since the epoch; undefined when it is none. */
export function momentOf(value: JsonValue | undefined): number | undefined {
	if (typeof value === 'string') return parseIso(value);
	if (typeof value !== 'number' || value <= 0) return undefined;
	const moment = value < FIRST_MILLISECONDS ? value * 1000 : value;
	return moment <= LAST ? moment : undefined;
}
