import { answerFields, requestFields } from '../catalogue/api-request';
import type { ViviInputError } from '../errors';
import { isDeep, TOO_DEEP } from '../http/deep-json';
import { parseJson, type JsonValue } from '../http/json';
import { scrub } from '../text/scrub';
import { readChoice } from '../input/choice';
import { readPairs, type Pair } from '../input/pairs';
import { invalid, type Named } from '../input/problems';
import { isBlank, trimmed } from '../text/trimmed';
import type { FreeRequest } from './free-call';
import { readField, type InputValues } from './input-values';
import type { EncodedBody } from './multipart';

/**
 * Reads the request of 'API Request'. Its method is a known one in capitals, because the method
 * decides whether a request may be repeated or run beside others.
 * @throws ViviInputError naming the field that cannot be read
 */
export function readFreeRequest(values: InputValues): FreeRequest {
	const format = readField(answerFields.responseFormat, values['responseFormat']);
	const method = readMethod(values['method']);
	const type = readBodyType(values);
	const body = readBody(values['body']);
	if (isBodiless(method) && (body !== undefined || type !== 'json')) {
		throw invalid(
			body === undefined ? requestFields.bodyType : requestFields.body,
			`cannot be sent with ${method}`,
			"Empty it, or choose another method. What is sent with GET belongs into 'Query Parameters'.",
		);
	}
	if (type !== 'json' && body !== undefined) throw unsent(requestFields.body, type);
	const isForm = type === 'form' || type === 'urlencoded';
	if (!isForm && !isBlank(values['formFields']) && readFormFields(values).length > 0) {
		throw unsent(requestFields.formFields, type);
	}
	const mayHaveFile = type === 'form' || type === 'file';
	if (!mayHaveFile && !isBlank(values['file'])) throw unsent(requestFields.file, type);
	return {
		method,
		path: readPath(values['path']),
		query: readQuery(readPairs(requestFields.query, values['query'])),
		headers: readHeaders(readPairs(requestFields.headers, values['headers'])),
		body,
		...(format === 'file' && { responseType: 'bytes' }),
		...(format === 'text' && { responseType: 'text' }),
	};
}

/**
 * The method of 'API Request'.
 * @throws ViviInputError naming the choices
 */
export function readMethod(given: unknown): FreeRequest['method'] {
	return readChoice(requestFields.method, given);
}

/** The body of the request. @throws ViviInputError naming the choices */
export function readBodyType(values: InputValues): 'json' | 'form' | 'urlencoded' | 'file' {
	const { bodyType } = requestFields;
	const given = values[bodyType.name];
	return isBlank(given) ? bodyType.default : readChoice(bodyType, given);
}

/** The fields of a form, one by one; their values in JSON's form. */
export function readFormFields(values: InputValues): Array<[name: string, value: JsonValue]> {
	const { formFields } = requestFields;
	return readPairs(formFields, values[formFields.name]).map(([name, value]) => [
		name,
		asJson(value),
	]);
}

/** A field of another kind of body is filled in. */
function unsent(field: Named, type: string): ViviInputError {
	const { label, options } = requestFields.bodyType;
	const chosen = options.find(({ value }) => value === type)!.label;
	return invalid(
		field,
		`is not sent with '${label}' ${chosen}`,
		`Empty it, or choose another '${label}'.`,
	);
}

/** True for the methods that only read; their requests have no body and may run at the same time. */
export function isBodiless(method: FreeRequest['method']): boolean {
	return method === 'GET' || method === 'HEAD';
}

/** The client checks what is written there, also an empty text. */
function readPath(given: unknown): string {
	if (typeof given === 'string' || isBlank(given)) return trimmed(String(given ?? ''));
	throw invalid(requestFields.path, 'is not text', 'Enter a path such as /accounts.');
}

/** @throws ViviInputError naming a header whose value is not a text */
function readHeaders(entries: readonly Pair[]): Record<string, string> {
	return Object.fromEntries(
		entries.map(([name, value]) => {
			const texts = [asJson(value)].flat();
			if (texts.every((one) => typeof one !== 'object')) return [name, texts.join(', ')];
			throw invalid(
				requestFields.headers,
				`holds a value for '${scrub(name) ?? '…'}' that is not text`,
				'Enter a text, or turn the object into text first.',
			);
		}),
	);
}

/** A repeated name has all its values; dates become text, as in JSON. */
function readQuery(entries: readonly Pair[]): NonNullable<FreeRequest['query']> {
	const query = new Map<string, JsonValue[]>();
	for (const [name, value] of entries) {
		query.set(name, [...(query.get(name) ?? []), asJson(value)].flat());
	}
	return Object.fromEntries(query);
}

/** In JSON's form, where dates are text; nothing becomes an empty text. */
function asJson(value: unknown): JsonValue {
	return JSON.parse(JSON.stringify(value ?? '')) as JsonValue;
}

/** AI agents sometimes give an object where an editor gives text; both are accepted. */
function readBody(given: unknown): EncodedBody | undefined {
	const contentType = 'application/json';
	const refuse = (what: string, hint: string) =>
		invalid(requestFields.body, what, hint, 'invalid_json');
	if (isDeep(given)) throw refuse(TOO_DEEP.what, TOO_DEEP.hint);
	if (typeof given !== 'string') {
		const isNone = given === undefined || given === null;
		return isNone ? undefined : { contentType, body: JSON.stringify(given) };
	}
	if (given.trim() === '') return undefined;
	// The text itself, with all digits of its numbers.
	if (parseJson(given) !== undefined) return { contentType, body: given };
	throw refuse(
		'is not valid JSON',
		'Check quotes, commas and braces, or take an object from an earlier step.',
	);
}
