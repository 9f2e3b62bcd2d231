import type { JsonObject, JsonValue } from '../http/json';
import { invalid, type Named } from '../input/problems';
import { trimmed } from '../text/trimmed';

/** The furthest moment JavaScript can write, ECMA-262 "Time Values and Time Range". */
const LAST = 8.64e15;

const ISO =
	/^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

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
	return { created: pick(record, CREATED_KEYS), updated: pick(record, UPDATED_KEYS) };
}

/**
 * Reads an ISO 8601 date or date-time that a person filled in.
 * @param timeZone of a time that names none, such as `Europe/Zurich`; UTC where it is blank, never that of
 * the machine
 * @returns milliseconds since the epoch
 * @throws ViviInputError `invalid_moment` naming the field, or `unknown_time_zone` where it names no time
 * zone and the one that it is of is not known
 */
export function readMoment(value: unknown, field: Named, timeZone?: string): number {
	const text = typeof value === 'string' ? trimmed(value) : '';
	const parts = ISO.exec(text);
	const moment = parts ? parseIso(text) : undefined;
	if (!parts || moment === undefined) {
		throw invalid(
			field,
			parts ? 'names a day or a time that does not exist' : 'is no date and time',
			'Enter it as ISO 8601, such as 2026-03-01T02:00:00Z or 2026-03-01T02:00:00+01:00.',
			'invalid_moment',
		);
	}
	const zone = trimmed(timeZone ?? '');
	if (parts[3] !== undefined || zone === '') return moment;
	if (isTimeZone(zone)) return onClocksOf(zone, moment);
	throw invalid(
		field,
		'names no time zone, and the one that is set for this place is not known',
		'Add the time zone, such as +01:00, or Z for UTC, at its end; or set a time zone such as Europe/Zurich.',
		'unknown_time_zone',
	);
}

/** Whether it is one that clocks can be read in; n8n knows a 'DEFAULT' besides. */
function isTimeZone(timeZone: string): boolean {
	try {
		return new Intl.DateTimeFormat('en-US', { timeZone }) !== undefined;
	} catch {
		return false;
	}
}

function pick(record: JsonObject, keys: readonly string[]): number | undefined {
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

/** A time that names no time zone is taken as UTC, as VIVI's records are. */
function parseIso(text: string): number | undefined {
	const [, date, time = '00:00', zone] = ISO.exec(text.trim()) ?? [];
	if (date === undefined || !isOnCalendar(date)) return undefined;
	const offset = (zone ?? 'Z')
		.toUpperCase()
		.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')
		.replace(/^[+-]\d{2}$/, '$&:00');
	const moment = Date.parse(`${date}T${time}${offset}`);
	return Number.isNaN(moment) ? undefined : moment;
}

/** Date.parse takes the 30th of February for the 2nd of March. */
function isOnCalendar(date: string): boolean {
	const midnight = new Date(`${date}T00:00:00Z`);
	return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
}

/** When the clocks of a time zone show what those of UTC show at a moment. */
function onClocksOf(timeZone: string, shown: number): number {
	if (timeZone === 'UTC') return shown;
	// The second look is for a change of the clocks between UTC's moment and theirs.
	return shown - offsetAt(shown - offsetAt(shown, timeZone), timeZone);
}

/** By how many milliseconds the clocks of a time zone are ahead of UTC at a moment. */
function offsetAt(moment: number, timeZone: string): number {
	const parts = new Intl.DateTimeFormat('en-US', {
		...{ timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' },
		...{ year: 'numeric', month: 'numeric', day: 'numeric' },
		...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
	}).formatToParts(moment);
	const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
	const [year, month, day] = [part('year'), part('month'), part('day')];
	const shown = Date.UTC(year, month - 1, day, part('hour'), part('minute'), part('second'));
	return shown - Math.floor(moment / 1000) * 1000;
}
