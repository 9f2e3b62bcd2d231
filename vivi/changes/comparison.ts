import type { JsonObject } from '../http/json';
import { hasFingerprint, type KnownRecord, type KnownRecords } from './known-records';
import { sameJson } from './same-json';

/** A difference between a record and the known version of it. */
export type Change = CreatedOrUpdated | Deletion;

/** A known record that the list does not hold. */
interface Deletion {
	kind: 'deleted';
	id: string;
	before: KnownRecord;
}

/** A record of the list that is not known, or differs from the known version. */
export type CreatedOrUpdated =
	| { kind: 'created'; id: string; record: JsonObject; fingerprint: string }
	| { kind: 'updated'; id: string; record: JsonObject; fingerprint: string; before: KnownRecord };

/**
 * Compares the records of a list with the known ones, page by page. It keeps only records that differ:
 * most records of a long list are unchanged and can be forgotten with their page.
 */
export class Comparison {
	private readonly differing = new Map<string, CreatedOrUpdated>();
	/**
	 * IDs of the known records that were seen. They are not marked in the known records themselves, because
	 * a poll that takes too long may still use the same records when the next one begins.
	 */
	private readonly seen = new Set<string>();

	/** @param fingerprint made by `fingerprinter`, with the same options as the known records */
	constructor(
		private readonly known: KnownRecords,
		private readonly fingerprint: (record: JsonObject) => string,
	) {}

	/** Compares a record. When the same ID is added again, the later record counts. */
	add(id: string, record: JsonObject): void {
		const before = this.known.get(id);
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

	/** Records of the list that differ, in the order in which they were first seen. */
	createdOrUpdated(): CreatedOrUpdated[] {
		return [...this.differing.values()];
	}

	/** IDs of all records that were seen. */
	seenIds(): string[] {
		const known = [...this.known.keys()].filter((id) => this.seen.has(id));
		const created = this.createdOrUpdated().filter(({ kind }) => kind === 'created');
		return [...known, ...created.map(({ id }) => id)];
	}

	/** Whether a known record was seen. */
	hasSeen(id: string): boolean {
		return this.seen.has(id);
	}

	get sawAllKnown(): boolean {
		return this.seen.size === this.known.size;
	}

	/** The known records that were not seen. These are deletions if the whole list was read. */
	unseen(): Deletion[] {
		if (this.sawAllKnown) return [];
		return [...this.known]
			.filter(([id]) => !this.seen.has(id))
			.map(([id, before]) => ({ kind: 'deleted', id, before }));
	}
}
