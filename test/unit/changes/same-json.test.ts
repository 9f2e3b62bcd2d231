import { sameJson } from '../../../vivi/changes/same-json';
import type { JsonValue } from '../../../vivi/http/json';

it.each<[JsonValue, JsonValue, boolean]>([
	[{ a: [1, [2]], b: null }, { b: null, a: [1, [2]] }, true],
	[{ a: 1 }, { a: 1, b: 2 }, false],
	[[1], [2], false],
	[[1], [1, 2], false],
	[[], {}, false],
])('%j and %j are the same: %s', (one, other, expected) => {
	expect(sameJson(one, other)).toBe(expected);
	expect(sameJson(other, one)).toBe(expected);
});
