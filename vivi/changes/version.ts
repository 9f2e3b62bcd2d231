import { momentOf, recordMoments } from '../client/record-moments';
import type { JsonObject } from '../http/json';
import { fieldKind, fingerprinter } from './fingerprint';

/** Two times that are no further apart belong to the same write. */
export const ONE_WRITE_MS = 1000;

/**
 * Names the version of a record for a platform that remembers every version it has seen, and ignores one
 * that it sees again. The name holds the fingerprint of the record and its time of change. So a value that
 * is changed and changed back makes three versions.
 *
 * A sign-in is no change, but it may set the time of change. So that time does not count where it equals
 * the time of the sign-in; the first sign-in after a change therefore makes a version of its own. Without a
 * time of change, a value that is changed back makes the earlier version again.
 */
export function versioner(): (record: JsonObject) => string {
	const fingerprint = fingerprinter();
	return (record) => {
		const { updated } = recordMoments(record);
		const activities = Object.keys(record).filter((name) => fieldKind(name) === 'activity');
		// The fingerprint holds the time of change wherever there is no such field.
		if (updated === undefined || activities.length === 0) return fingerprint(record);
		const isSetByActivity = activities.some((name) => isOneWrite(momentOf(record[name]), updated));
		return isSetByActivity ? fingerprint(record) : `${fingerprint(record)}${updated.toString(36)}`;
	};
}

/** Whether a record was never changed: both its times belong to the same write. */
export function isAsCreated(record: JsonObject): boolean {
	const { created, updated } = recordMoments(record);
	return (
		updated !== undefined && (isOneWrite(created, updated) || updated < (created ?? -Infinity))
	);
}

function isOneWrite(one: number | undefined, other: number): boolean {
	return one !== undefined && Math.abs(one - other) <= ONE_WRITE_MS;
}
