import fc from 'fast-check';
import { fieldDigits } from '../../../vivi/changes/changed-fields';
import { fingerprint } from '../../../vivi/changes/fingerprint';
import {
	decodeTold,
	digitsOf,
	encodeTold,
	entryOf,
	revisionOf,
	type Told,
} from '../../../vivi/changes/told';
import { catalogue } from '../../../vivi/catalogue';

const under = { kinds: ['created', 'deleted'] as const, only: '' };
const anyEntry = fc.record({
	id: fc.string({ minLength: 1, unit: 'binary' }),
	revision: fc.nat(1295),
	fields: fc.array(fc.string(), { maxLength: 16 }),
});

function toldOf(entries: ReadonlyArray<{ id: string; revision: number; fields: string[] }>): Told {
	return new Map(
		entries.map(({ id, revision, fields }) => {
			const digits = fieldDigits({}, fields);
			return [id, entryOf(id, {}, { fingerprint: fingerprint({ id }), revision, digits })];
		}),
	);
}

const payloads = (told: Told) => [...told].map(([id, { payload }]) => [id, payload]);

it('comes back as it was, whatever the IDs', () =>
	fc.assert(
		fc.property(fc.array(anyEntry, { maxLength: 20 }), (entries) => {
			const told = toldOf(entries);
			const read = decodeTold(encodeTold(told, under))!;
			expect(payloads(read.told)).toEqual(payloads(told));
			expect(read.under).toEqual(under);
		}),
	));

it('is unreadable when a piece is missing, rather than shorter', () =>
	fc.assert(
		fc.property(fc.array(anyEntry, { minLength: 1, maxLength: 8 }), fc.nat(), (entries, cut) => {
			const told = toldOf(entries);
			const text = encodeTold(told, under);
			const read = decodeTold(text.slice(0, cut % text.length));
			// Where only hashes of fields are cut off the last record, nothing is lost but names.
			if (read) expect([...read.told.keys()]).toEqual([...told.keys()]);
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
	expect(decodeTold(text)).toBeUndefined();
});

it('counts the updates of a record, and starts again after 1,296', () => {
	const entry = (revision: number) =>
		entryOf('a', {}, { fingerprint: 'AAAAAAAA', revision, digits: 'BBCC' });
	expect(revisionOf(entry(1295))).toBe(1295);
	expect(revisionOf(entry(1296))).toBe(0);
	expect(digitsOf(entry(1295))).toBe('BBCC');
});

it.each([
	['as in the examples', (n: number) => `agt_${n.toString(16).padStart(8, '0')}`],
	['UUIDs', (n: number) => `3f2b8c1e-90d4-4a7b-8e6f-${n.toString(16).padStart(12, '0')}`],
	['of 48 characters', (n: number) => n.toString(16).padStart(48, 'x')],
])('takes at most 64 bytes a record, with IDs %s', (_, idOf) => {
	const fields = Object.keys(catalogue.agent.sample);
	const record = catalogue.agent.sample;
	const parts = { fingerprint: fingerprint(record), revision: 0 };
	const digits = fieldDigits(record, fields);
	const told: Told = new Map();
	for (let n = 0; n < 10_000; n++) {
		told.set(idOf(n), entryOf(idOf(n), record, { ...parts, digits }));
	}
	const stored = JSON.stringify({ lists: { agent: encodeTold(told, under) } });
	expect(Buffer.byteLength(stored)).toBeLessThanOrEqual(640_000);
});
