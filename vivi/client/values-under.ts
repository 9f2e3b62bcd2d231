import type { JsonObject, JsonValue } from '../http/json';

/** What a record itself holds under a name; undefined where it holds nothing. */
export function own(record: JsonObject, name: string): JsonValue | undefined {
	return Object.hasOwn(record, name) ? record[name] : undefined;
}

/**
 * What a record holds under these names, in camelCase or snake_case; in the order of the names.
 * @param names in camelCase
 */
export function valuesUnder(record: JsonObject, names: readonly string[]): JsonValue[] {
	return names
		.flatMap((name) => [name, name.replace(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`)])
		.filter((name) => Object.hasOwn(record, name))
		.map((name) => record[name]!);
}

/** The value of the first place that has one of the names and can be read. */
export function firstSaid<T>(
	places: readonly JsonObject[],
	names: readonly string[],
	read: (value: JsonValue | undefined) => T | undefined,
): T | undefined {
	for (const place of places) {
		for (const name of names) {
			const value = Object.hasOwn(place, name) ? read(place[name]) : undefined;
			if (value !== undefined) return value;
		}
	}
	return undefined;
}
