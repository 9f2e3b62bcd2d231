import { momentOf, recordMoments } from '../client/record-moments';
import type { JsonObject } from '../http/json';
import { fieldKind, fingerprinter } from './fingerprint';

/** Times that are no further apart are those of one and the same write. */
const ONE_WRITE_MS = 1000;

/**
 * Names the version of a record for somebody who remembers every version he was told, and cannot be told
 * one of them again: what the record says, and when that was written. So a value that is changed and changed
 * back makes three versions, whatever other fields the record has.
 *
 * A sign-in and the like is no change, and may drag the time of change along; so that one does not count
 * where it is that of the sign-in. The first sign-in after a change makes a version of its own therefore.
 * Without a time of change a value that is changed back makes the version that was there before.
 */
export function versioner(): (record: JsonObject) => string {
	const fingerprint = fingerprinter();
	return (record) => {
		const { updated } = recordMoments(record);
		const activities = Object.keys(record).filter((name) => fieldKind(name) === 'activity');
		// The fingerprint holds the time of change wherever there is no such field.
		if (updated === undefined || activities.length === 0) return fingerprint(record);
		const isDragged = activities.some((name) => isOneWrite(momentOf(record[name]), updated));
		return isDragged ? fingerprint(record) : `${fingerprint(record)}${updated.toString(36)}`;
	};
}

/** Whether a record says that it is as it was made: of the same write are both its times. */
export function isAsCreated(record: JsonObject): boolean {
	const { created, updated } = recordMoments(record);
	return (
		updated !== undefined && (isOneWrite(created, updated) || updated < (created ?? -Infinity))
	);
}

function isOneWrite(one: number | undefined, other: number): boolean {
	return one !== undefined && Math.abs(one - other) <= ONE_WRITE_MS;
}
