import type { JsonObject, JsonValue } from '../http/json';
import { parseIso } from '../text/iso-time';
import { firstSaid } from './values-under';

/** The latest moment that JavaScript can write, ECMA-262 "Time Values and Time Range". */
const LAST = 8.64e15;

/** A smaller number is in seconds: as milliseconds it would be before 1973. */
const FIRST_MILLISECONDS = 1e11;

/** Seconds or milliseconds, as text. */
const COUNTED = /^\d{9,13}(\.\d+)?$/;

/** The usual names of these times; VIVI documents none. */
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

/** When a record was created and last changed, in milliseconds since the epoch, as far as it says so. */
export interface RecordMoments {
	created: number | undefined;
	updated: number | undefined;
}

/** Reads the times of a record, under their usual names and in their usual formats. */
export function recordMoments(record: JsonObject): RecordMoments {
	return {
		created: firstSaid([record], CREATED_KEYS, momentOf),
		updated: firstSaid([record], UPDATED_KEYS, momentOf),
	};
}

/** A time in a usual format, in milliseconds since the epoch; undefined for anything else. */
export function momentOf(value: JsonValue | undefined): number | undefined {
	if (typeof value === 'string') {
		return COUNTED.test(value) ? momentOf(Number(value)) : parseIso(value);
	}
	if (typeof value !== 'number' || value <= 0) return undefined;
	const moment = value < FIRST_MILLISECONDS ? value * 1000 : value;
	return moment <= LAST ? moment : undefined;
}
