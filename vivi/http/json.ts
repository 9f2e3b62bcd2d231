import { randomUUID } from 'node:crypto';

import { cutDeep } from './deep-json';
import { quoteLongIntegers } from './long-integers';

export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export interface JsonObject {
	[key: string]: JsonValue;
}

/** True for a JSON object: neither null nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads JSON, also behind a byte order mark, without throwing. Whole numbers that JavaScript would
 * round (beyond ±(2^53 − 1)) become texts with all their digits, because they are usually IDs.
 * Values that are nested too deeply become their JSON text, see {@link cutDeep}.
 * @returns undefined when the text is not JSON
 */
export function parseJson(text: string): JsonValue | undefined {
	const value = parse(text, (digits) => digits);
	return value === undefined ? undefined : (cutDeep(value) as JsonValue);
}

/**
 * Stands before the digits of a long number in {@link parseJsonToSend}; random, so that no text
 * begins with it.
 */
const EXACT = `${randomUUID()}:`;

/**
 * Reads JSON that goes into a request. Whole numbers that JavaScript would round keep their digits
 * for {@link writeJson}, and for nothing else.
 * @returns undefined when the text is not JSON
 */
export function parseJsonToSend(text: string): JsonValue | undefined {
	return parse(text, (digits) => `${EXACT}${digits}`);
}

/** Writes JSON, with all digits of the numbers that {@link parseJsonToSend} has read. */
export function writeJson(value: JsonValue): string {
	return JSON.stringify(value).replace(new RegExp(`"${EXACT}(-?\\d+)"`, 'g'), '$1');
}

function parse(text: string, toText: (digits: string) => string): JsonValue | undefined {
	try {
		const json = text.startsWith('\ufeff') ? text.slice(1) : text;
		return JSON.parse(quoteLongIntegers(json, toText)) as JsonValue;
	} catch {
		return undefined;
	}
}
