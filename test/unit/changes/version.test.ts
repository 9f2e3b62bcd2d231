import fc from 'fast-check';

import { isAsCreated, versioner } from '../../../vivi/changes/version';
import type { JsonObject } from '../../../vivi/http/json';

const START = Date.parse('2026-03-01T08:00:00Z');
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();

describe('versioner', () => {
	/** Fields a record may have besides; none of them changes. */
	const others: fc.Arbitrary<JsonObject> = fc.record(
		{
			lastSignInAt: fc.constantFrom(null, at(-50), at(5), at(15), at(1000)),
			last_seen: fc.constantFrom(at(-99), 'never'),
			email: fc.constant('ada@example.com'),
			createdAt: fc.constant(at(-100)),
		},
		{ requiredKeys: [] },
	);
	const updatedKey = fc.constantFrom('updatedAt', 'updated_at', 'modifiedAt');

	it('makes a version of every change, also back to what was, whatever fields there are', () => {
		const changes = fc.array(fc.constantFrom('A', 'B'), { minLength: 1, maxLength: 8 });
		fc.assert(
			fc.property(others, updatedKey, changes, (more, key, names) => {
				const versionOf = versioner();
				const versions = names.map((name, n) => versionOf({ ...more, name, [key]: at(10 * n) }));
				expect(new Set(versions).size).toBe(names.length);
			}),
		);
	});

	it('makes none of a sign-in, whether or not it drags the time of change along', () => {
		const versionOf = versioner();
		const signedIn = (seconds: number, updated: number) =>
			versionOf({ name: 'A', lastSignInAt: at(seconds), updatedAt: at(updated) });

		expect(signedIn(20, 20)).toBe(signedIn(10, 10));
		expect(signedIn(20, 20.4)).toBe(signedIn(10, 9.8));
		expect(signedIn(20, 1)).toBe(signedIn(10, 1));
	});
});

describe('isAsCreated', () => {
	it.each([
		[0, true],
		[0.004, true],
		[1, true],
		[-0.004, true],
		[1.001, false],
		[60, false],
	])('of a record that was written again after %d s: %s', (seconds, expected) => {
		expect(isAsCreated({ createdAt: at(0), updatedAt: at(seconds) })).toBe(expected);
		expect(isAsCreated({ created: START / 1000, updated_at: at(seconds) })).toBe(expected);
	});

	it.each([{}, { createdAt: at(0) }, { updatedAt: at(0) }])('is not known of %j', (record) => {
		expect(isAsCreated(record)).toBe(false);
	});
});
