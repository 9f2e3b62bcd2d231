import type { JsonObject } from '../http/json';
import { sameJson } from './same-json';
import { hasFingerprint, type Entry, type Told } from './told';

/** The records of a list, by their ID. */
export interface Look {
	records: ReadonlyMap<string, JsonObject>;
	/** Whether all of the list was seen; only then does it say anything about what is not in it. */
	complete: boolean;
}

/** What makes a record differ from what the workflow was told about it. */
export type Change =
	| { kind: 'created'; id: string; record: JsonObject; fingerprint: string }
	| { kind: 'updated'; id: string; record: JsonObject; fingerprint: string; before: Entry }
	| { kind: 'deleted'; id: string; before: Entry };

/**
 * Compares a look at a list with what was told before.
 * @param fingerprint as made by `fingerprinter`, with the same options as then
 * @returns the changes in the order of the look, deletions last
 */
export function compare(
	told: Told,
	{ records, complete }: Look,
	fingerprint: (record: JsonObject) => string,
): Change[] {
	const changes: Change[] = [];
	let known = 0;
	for (const [id, record] of records) {
		const before = told.get(id);
		if (!before) {
			changes.push({ kind: 'created', id, record, fingerprint: fingerprint(record) });
			continue;
		}
		known++;
		// Comparing takes a fraction of the time of a fingerprint, and most records stay as they are.
		if (before.record && sameJson(before.record, record)) continue;
		const now = fingerprint(record);
		if (hasFingerprint(before, now)) before.record = record;
		else changes.push({ kind: 'updated', id, record, fingerprint: now, before });
	}
	if (!complete || known === told.size) return changes;
	for (const [id, before] of told) {
		if (!records.has(id)) changes.push({ kind: 'deleted', id, before });
	}
	return changes;
}
