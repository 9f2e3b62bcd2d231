import { invalid, type Named } from './problems';
import { trimmed } from '../text/trimmed';
import { ISO, parseIso } from '../text/iso-time';
import { isTimeZone, onClocksOf } from './time-zone';

/**
 * Reads an ISO 8601 date or date-time that a person filled in.
 * @param timeZone for a time without a time zone, such as `Europe/Zurich`; UTC where it is blank,
 * never the machine's time zone
 * @returns milliseconds since the epoch
 * @throws ViviInputError `invalid_moment` naming the field, or `unknown_time_zone` where the time
 * zone is needed and not known
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
