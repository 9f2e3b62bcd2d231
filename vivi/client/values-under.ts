import type { JsonObject, JsonValue } from '../http/json';

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
