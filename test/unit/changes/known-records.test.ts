import fc from 'fast-check';
import { hashFields } from '../../../vivi/changes/changed-fields';
import { fingerprinter } from '../../../vivi/changes/fingerprint';
import type { JsonObject } from '../../../vivi/http/json';
import {
	decodeKnownRecords,
	fieldHashesOf,
	encodeKnownRecords,
	knownRecord,
	revisionOf,
	type KnownRecords,
} from '../../../vivi/changes/known-records';
import { catalogue } from '../../../vivi/catalogue';

/** The fingerprint of a single record. */
const fingerprinted = (record: JsonObject, options = {}) => fingerprinter(options)(record);

const scope = { kinds: ['created', 'deleted'] as const, only: '' };
const anyEntry = fc.record({
	id: fc.string({ minLength: 1, unit: 'binary' }),
	revision: fc.nat(1295),
	fields: fc.array(fc.string(), { maxLength: 16 }),
});

function knownOf(
	entries: ReadonlyArray<{ id: string; revision: number; fields: string[] }>,
): KnownRecords {
	return new Map(
		entries.map(({ id, revision, fields }) => {
			const fieldHashes = hashFields({}, fields);
			return [
				id,
				knownRecord(id, {}, { fingerprint: fingerprinted({ id }), revision, fieldHashes }),
			];
		}),
	);
}

const payloads = (known: KnownRecords) => [...known].map(([id, { payload }]) => [id, payload]);

it('comes back as it was, whatever the IDs', () =>
	fc.assert(
		fc.property(fc.array(anyEntry, { maxLength: 20 }), (entries) => {
			const known = knownOf(entries);
			const read = decodeKnownRecords(encodeKnownRecords(known, scope))!;
			expect(payloads(read.known)).toEqual(payloads(known));
			expect(read.scope).toEqual(scope);
		}),
	));

it('is unreadable when a piece is missing, rather than shorter', () =>
	fc.assert(
		fc.property(fc.array(anyEntry, { minLength: 1, maxLength: 8 }), fc.nat(), (entries, cut) => {
			const known = knownOf(entries);
			const text = encodeKnownRecords(known, scope);
			const read = decodeKnownRecords(text.slice(0, cut % text.length));
			// When only field hashes of the last record are cut off, only names are lost.
			if (read) expect([...read.known.keys()]).toEqual([...known.keys()]);
		}),
	));

it.each([
	undefined,
	null,
	7,
	'',
	'x',
	'1;;;',
	'0;created;;a~AAAAAAAA00',
	'1;;;a~AAAAAAA00',
	'1;;;a',
])('%j is unreadable', (text) => {
	expect(decodeKnownRecords(text)).toBeUndefined();
});

it('counts the updates of a record, and starts again after 1,296', () => {
	const entry = (revision: number) =>
		knownRecord('a', {}, { fingerprint: 'AAAAAAAA', revision, fieldHashes: 'BBCC' });
	expect(revisionOf(entry(1295))).toBe(1295);
	expect(revisionOf(entry(1296))).toBe(0);
	expect(fieldHashesOf(entry(1295))).toBe('BBCC');
});

it.each([
	['as in the examples', (n: number) => `agt_${n.toString(16).padStart(8, '0')}`],
	['UUIDs', (n: number) => `3f2b8c1e-90d4-4a7b-8e6f-${n.toString(16).padStart(12, '0')}`],
	['of 48 characters', (n: number) => n.toString(16).padStart(48, 'x')],
])('takes at most 64 bytes a record, with IDs %s', (_, idOf) => {
	const fields = Object.keys(catalogue.agent.sample);
	const record = catalogue.agent.sample;
	const parts = { fingerprint: fingerprinted(record), revision: 0 };
	const fieldHashes = hashFields(record, fields);
	const known: KnownRecords = new Map();
	for (let n = 0; n < 10_000; n++) {
		known.set(idOf(n), knownRecord(idOf(n), record, { ...parts, fieldHashes }));
	}
	const stored = JSON.stringify({ lists: { agent: encodeKnownRecords(known, scope) } });
	expect(Buffer.byteLength(stored)).toBeLessThanOrEqual(640_000);
});
