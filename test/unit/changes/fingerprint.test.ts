import fc from 'fast-check';
import { resources } from '../../../vivi/catalogue';
import { fingerprinter, valueFingerprint } from '../../../vivi/changes/fingerprint';
import type { JsonObject, JsonValue } from '../../../vivi/http/json';

/** The fingerprint of a single record. */
const fingerprinted = (record: JsonObject, options = {}) => fingerprinter(options)(record);

const agent: JsonObject = {
	id: 'agt_1',
	name: 'Returns',
	status: 'published',
	knowledgeBaseIds: ['kb_1', 'kb_2'],
	limits: { perDay: 100, tier: null },
	updatedAt: '2026-03-04T16:40:00.000Z',
};

/** The same value with the keys of every object the other way round. */
function turned(value: JsonValue): JsonValue {
	if (Array.isArray(value)) return value.map(turned);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.reverse()
			.map(([key, inner]) => [key, turned(inner)]),
	);
}

/** Nulls of objects are the same as no entry. */
function withoutNulls(value: JsonValue): JsonValue {
	if (Array.isArray(value)) return value.map(withoutNulls);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([, inner]) => inner !== null)
			.map(([key, inner]): [string, JsonValue] => [key, withoutNulls(inner)])
			.sort(([a], [b]) => (a < b ? -1 : 1)),
	);
}

const anyValue = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>;
const anyRecord = fc.dictionary(
	fc.string().filter((key) => key !== '__proto__'),
	anyValue,
	{ maxKeys: 6 },
);

it('is 8 characters that stay the same from version to version', () => {
	// Pinned: another result would report every record of every running workflow as updated.
	expect(fingerprinted(agent)).toBe('LDc7xq1h');
});

it('takes no notice of the order of keys, nor of nulls that come and go', () =>
	fc.assert(
		fc.property(anyRecord, (record) => {
			const expected = fingerprinted(record);
			expect(expected).toMatch(/^[\w-]{8}$/);
			expect(fingerprinted(turned(record) as JsonObject)).toBe(expected);
			expect(fingerprinted(withoutNulls(record) as JsonObject)).toBe(expected);
		}),
		{ numRuns: 1000 },
	));

it('distinguishes any two values', () =>
	fc.assert(
		fc.property(anyValue, anyValue, (one, other) => {
			const same = JSON.stringify(withoutNulls(one)) === JSON.stringify(withoutNulls(other));
			expect(valueFingerprint(one) === valueFingerprint(other)).toBe(same);
		}),
		{ numRuns: 5000 },
	));

it('distinguishes 100,000 similar records', () => {
	const texts = new Set<string>();
	for (let n = 0; n < 25_000; n++) {
		texts.add(fingerprinted({ id: `agt_${n}` }));
		texts.add(fingerprinted({ id: n }));
		texts.add(fingerprinted({ id: 'a', version: `agt_${n}` }));
		texts.add(fingerprinted({ id: 'a', inner: { version: n } }));
	}
	expect(texts.size).toBe(100_000);
});

it('does not mix up fields, types or nesting', () => {
	const records: JsonObject[] = [
		{ a: 'x', b: 'y' },
		{ a: 'y', b: 'x' },
		{ a: 1 },
		{ a: '1' },
		{ a: [1] },
		{ a: { a: 1 } },
		{ a: [[], []] },
		{ a: [[[]]] },
		{ a: true },
		{ a: 'true' },
		{ a: 0.5 },
		{ a: '' },
		{ a: {} },
		{ a: [] },
		{ a: [null] },
		{},
	];
	expect(new Set(records.map((record) => fingerprinted(record))).size).toBe(records.length);
});

describe('fields that move by themselves', () => {
	it('ignores when somebody was last here, and what that writes into the time of change', () => {
		const user = { id: 'usr_1', role: 'chatUser', lastSignInAt: null, updatedAt: 'T1' };
		const signedIn = { ...user, lastSignInAt: 'T2', updatedAt: 'T2' };
		expect(fingerprinted(signedIn)).toBe(fingerprinted(user));
		expect(fingerprinted({ ...signedIn, role: 'agentManager' })).not.toBe(fingerprinted(user));
	});

	it.each([
		'lastSignInAt',
		'last_sign_in',
		'lastLogin',
		'lastSeenAt',
		'last_used_at',
		'lastActive',
	])('%s is one', (key) => {
		expect(fingerprinted({ id: 'a', [key]: 1 })).toBe(fingerprinted({ id: 'a', [key]: 2 }));
	});

	it('otherwise counts the time of change, which may be all that a list shows of it', () => {
		expect(fingerprinted({ ...agent, updatedAt: '2026-03-05T00:00:00.000Z' })).not.toBe(
			fingerprinted(agent),
		);
	});

	it('counts each of several times of change, in any order', () => {
		const record = { updatedAt: 'T1', modified_at: 'T1' };
		const texts = [record, { ...record, updatedAt: 'T2' }, { ...record, modified_at: 'T2' }];
		expect(new Set(texts.map((text) => fingerprinted(text))).size).toBe(3);
		expect(fingerprinted({ modified_at: 'T1', updatedAt: 'T1' })).toBe(fingerprinted(record));
	});

	it('finds a change of every other field of the catalogue', () => {
		for (const { sample } of resources) {
			for (const key of Object.keys(sample)) {
				if (key === 'lastSignInAt' || (key === 'updatedAt' && 'lastSignInAt' in sample)) continue;
				expect(fingerprinted({ ...sample, [key]: 'changed' })).not.toBe(fingerprinted(sample));
			}
		}
	});
});

it('counts the chosen fields only', () => {
	const only = ['name', 'lastSignInAt'];
	const same = { ...agent, status: 'draft', updatedAt: 'later' };
	expect(fingerprinted(same, { only })).toBe(fingerprinted(agent, { only }));
	expect(fingerprinted({ ...agent, name: 'Refunds' }, { only })).not.toBe(
		fingerprinted(agent, { only }),
	);
	expect(fingerprinted({ ...agent, lastSignInAt: 'T' }, { only })).not.toBe(
		fingerprinted(agent, { only }),
	);
});
