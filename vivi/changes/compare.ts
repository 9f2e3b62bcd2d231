import type { JsonObject } from '../http/json';
import { sameJson } from './same-json';
import { hasFingerprint, type Entry, type Told } from './told';

/** What makes a record differ from what the workflow was told about it. */
export type Change = Sighting | Deletion;

/** A record that was known and is not there. */
export interface Deletion {
	kind: 'deleted';
	id: string;
	before: Entry;
}

/** A change of a record that is there. */
export type Sighting =
	| { kind: 'created'; id: string; record: JsonObject; fingerprint: string }
	| { kind: 'updated'; id: string; record: JsonObject; fingerprint: string; before: Entry };

/**
 * Compares the records of a list, as they come in, with what was told about them. Keeps only those
 * that differ: of a long list, most are as they were, and can be forgotten page by page.
 */
export class Comparison {
	private readonly differing = new Map<string, Sighting>();
	/**
	 * Of what was told, the records that were seen. Kept here and not with what was told: a look that
	 * takes too long may still be at work on the same records when the next one begins.
	 */
	private readonly seen = new Set<string>();

	/** @param fingerprint as made by `fingerprinter`, with the same options as what was told */
	constructor(
		private readonly told: Told,
		private readonly fingerprint: (record: JsonObject) => string,
	) {}

	/** Takes notice of a record; what was seen of it before counts no more. */
	see(id: string, record: JsonObject): void {
		const before = this.told.get(id);
		if (!before) {
			const fingerprint = this.fingerprint(record);
			this.differing.set(id, { kind: 'created', id, record, fingerprint });
			return;
		}
		this.seen.add(id);
		// Comparing takes a fraction of the time of a fingerprint.
		const isSame = before.record !== undefined && sameJson(before.record, record);
		const fingerprint = isSame ? '' : this.fingerprint(record);
		if (isSame || hasFingerprint(before, fingerprint)) {
			if (!isSame) before.record = record;
			if (this.differing.size > 0) this.differing.delete(id);
		} else {
			this.differing.set(id, { kind: 'updated', id, record, fingerprint, before });
		}
	}

	/** Records that are there and differ, in the order in which they were first seen. */
	sightings(): Sighting[] {
		return [...this.differing.values()];
	}

	/** IDs of all records that were seen. */
	seenIds(): string[] {
		const known = [...this.told.keys()].filter((id) => this.seen.has(id));
		const created = this.sightings().filter(({ kind }) => kind === 'created');
		return [...known, ...created.map(({ id }) => id)];
	}

	/** Whether a record that was told of was seen. */
	hasSeen(id: string): boolean {
		return this.seen.has(id);
	}

	/** Whether everything that is known was seen. */
	get isWhole(): boolean {
		return this.seen.size === this.told.size;
	}

	/** What was told and was not seen; deletions, if the whole list was. */
	unseen(): Deletion[] {
		if (this.isWhole) return [];
		return [...this.told]
			.filter(([id]) => !this.seen.has(id))
			.map(([id, before]) => ({ kind: 'deleted', id, before }));
	}
}
