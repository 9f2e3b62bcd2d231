import type { JsonValue } from '../http/json';

/** Whether two JSON values are equal; the order of keys makes no difference. */
export function sameJson(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
	if (one === other) return true;
	if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false;
	if (Array.isArray(one) || Array.isArray(other)) {
		if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
		return one.every((value, at) => sameJson(value, other[at]));
	}
	let more = 0;
	for (const key in one) {
		if (!Object.hasOwn(other, key) || !sameJson(one[key], other[key])) return false;
		more++;
	}
	for (const _key in other) more--;
	return more === 0;
}
