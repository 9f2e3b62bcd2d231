import { ViviInputError } from '../errors';
import { isDeep, TOO_DEEP } from '../http/deep-json';
import { parseJson, type JsonValue } from '../http/json';
import { readChoice } from '../input/choice';
import type { FreeRequest } from './client';
import { requestDescription } from './request-description';

/** What was filled in for 'API Request'; values may be of any type, as expressions give them. */
export interface FreeRequestValues {
	method: unknown;
	path: unknown;
	/** Names and values, in order; a name may be there several times. */
	query: ReadonlyArray<readonly [name: string, value: unknown]>;
	headers: ReadonlyArray<readonly [name: string, value: unknown]>;
	/** Text holds JSON, anything else becomes JSON. */
	body: unknown;
	/** Of `requestDescription.responseFormat`; absent where a shell does not ask for it. */
	responseFormat?: unknown;
}

/**
 * The request that was filled in. Its method is one that we know, in capitals: what is sent again and
 * what may run beside others hangs on it.
 * @throws ViviInputError naming the field that cannot be read
 */
export function readFreeRequest(values: FreeRequestValues): FreeRequest {
	const format = readChoice(requestDescription.responseFormat, values.responseFormat ?? 'auto');
	const method = readMethod(values.method);
	const body = isBodiless(method) ? undefined : readBody(values.body);
	return {
		method,
		// What is no text is refused by the client, as an empty path is.
		path: typeof values.path === 'string' ? values.path : '',
		query: readQuery(values.query),
		headers: Object.fromEntries(values.headers.map(([name, value]) => [name, String(value ?? '')])),
		...(body !== undefined && { body }),
		responseType: format === 'file' ? 'bytes' : format,
	};
}

/**
 * The method of 'API Request'.
 * @throws ViviInputError naming the choices
 */
export function readMethod(given: unknown): FreeRequest['method'] {
	return readChoice(requestDescription.fields.method, given);
}

/** True for the methods that only read; their requests have no body and may run side by side. */
export function isBodiless(method: FreeRequest['method']): boolean {
	return method === 'GET' || method === 'HEAD';
}

/** A name that is there several times has all its values; dates become text, as JSON has them. */
function readQuery(entries: FreeRequestValues['query']): NonNullable<FreeRequest['query']> {
	const query = new Map<string, JsonValue[]>();
	for (const [name, value] of entries) {
		const plain = JSON.parse(JSON.stringify(value ?? '')) as JsonValue;
		query.set(name, [...(query.get(name) ?? []), plain].flat());
	}
	return Object.fromEntries(query);
}

/** AI agents sometimes hand over an object where an editor gives text; both are fine. */
function readBody(given: unknown): JsonValue | undefined {
	const { name, label } = requestDescription.fields.body;
	if (isDeep(given)) {
		throw new ViviInputError({
			code: 'invalid_json',
			field: name,
			message: `'${label}' ${TOO_DEEP.what}.`,
			hint: TOO_DEEP.hint,
		});
	}
	if (typeof given !== 'string') return (given ?? undefined) as JsonValue | undefined;
	if (given.trim() === '') return undefined;
	// As it was written: a JSON string that was read would be sent as plain text.
	if (parseJson(given) !== undefined) return given;
	throw new ViviInputError({
		code: 'invalid_json',
		field: name,
		message: `'${label}' is not valid JSON.`,
		hint: 'Check quotes, commas and braces, or use an expression that gives an object.',
	});
}
