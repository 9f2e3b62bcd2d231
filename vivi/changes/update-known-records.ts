import { hashFields } from './changed-fields';
import type { Change } from './comparison';
import { knownRecord, revisionOf, type KnownRecords } from './known-records';
import type { MissingRecords } from './watched-list';

/**
 * The known records after these changes; the same map when nothing changes.
 * @param fields names of the fields whose hashes are kept
 * @param missing the missing records, whose polls are counted
 */
export function updateKnownRecords(
	known: KnownRecords | undefined,
	changes: readonly Change[],
	fields: readonly string[],
	missing?: MissingRecords,
): KnownRecords {
	const counts = new Map(missing?.missedPolls);
	for (const id of missing?.returned ?? []) counts.set(id, 0);
	if (known && changes.length === 0 && counts.size === 0) return known;
	// A poll that takes too long may still use the map.
	const next: KnownRecords = new Map(known);
	for (const change of changes) applyChange(next, change, fields);
	for (const [id, missedPolls] of counts) {
		const record = next.get(id);
		if (record) next.set(id, { ...record, missedPolls });
	}
	return next;
}

function applyChange(known: KnownRecords, change: Change, fields: readonly string[]): void {
	if (change.kind === 'deleted') {
		known.delete(change.id);
		return;
	}
	const { id, record, fingerprint } = change;
	const revision = change.kind === 'updated' ? revisionOf(change.before) + 1 : 0;
	const fieldHashes = hashFields(record, fields);
	known.set(id, knownRecord(id, record, { fingerprint, revision, fieldHashes }));
}
