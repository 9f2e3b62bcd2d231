import { cutDeep } from './deep-json';

export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export interface JsonObject {
	[key: string]: JsonValue;
}

/** True for what JSON calls an object: neither null nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads JSON, behind a byte order mark too, without throwing. What is nested too deeply to be walked is
 * given as its text, see {@link cutDeep}.
 * @returns undefined when the text is no JSON
 */
export function parseJson(text: string): JsonValue | undefined {
	try {
		return cutDeep(JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text) as JsonValue);
	} catch {
		return undefined;
	}
}
