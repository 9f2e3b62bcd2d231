import type { InputField, Operation } from '../catalogue/types';
import { ViviInputError } from '../errors';
import { isJsonObject, parseJson, type JsonObject, type JsonValue } from '../http/json';

/**
 * Where properties go that the catalogue does not name; VIVI's bodies are not public, so every
 * operation that writes JSON takes them.
 */
export const additionalProperties: InputField = {
	name: 'additionalProperties',
	label: 'Additional Properties',
	type: 'json',
	help: 'Further properties to send, as a JSON object. They take the place of the fields of the same name.',
	placeholder: 'e.g. { "language": "en" }',
};

/** What was filled in, by the catalogue's names; values may be of any type, as expressions give them. */
export type InputValues = Readonly<Record<string, unknown>>;

/** True for the operations whose body is JSON and may have additional properties. */
export function takesJson({ kind }: Operation): boolean {
	return kind === 'create' || kind === 'update' || kind === 'action';
}

/**
 * The JSON body of an operation: what was filled in, nothing else, and the additional properties.
 * @throws ViviInputError naming the field that is missing or cannot be read
 */
export function requestBody(operation: Operation, values: InputValues): JsonObject {
	const body = readFields(inPlace(operation, 'body'), values);
	const more = readAdditional(values[additionalProperties.name]);
	// Not Object.assign, which would take a '__proto__' of the JSON text for the prototype.
	const whole = { ...body, ...more };
	if (operation.kind === 'update' && Object.keys(whole).length === 0) {
		throw new ViviInputError({
			code: 'nothing_to_update',
			message: 'There is nothing to update.',
			hint: 'Fill in at least one of the fields that are to change. To empty a field in VIVI, set it to null in Additional Properties.',
		});
	}
	return whole;
}

/**
 * The query of an operation.
 * @throws ViviInputError naming the field that is missing or cannot be read
 */
export function requestQuery(operation: Operation, values: InputValues): JsonObject {
	return readFields(inPlace(operation, 'query'), values);
}

/** The fields of an operation that go into the JSON body, or into the query. */
function inPlace({ fields }: Operation, place: 'body' | 'query'): InputField[] {
	return fields.filter((field) => (field.in ?? 'body') === place && field.type !== 'file');
}

/**
 * What was filled in of these fields, as their types say; what is blank is left out.
 * @throws ViviInputError naming the field that is missing or cannot be read
 */
export function readFields(fields: readonly InputField[], values: InputValues): JsonObject {
	const result: JsonObject = {};
	for (const field of fields) {
		if (!applies(field, values)) continue;
		const given = values[field.name];
		if (isBlank(given)) {
			if (field.required && !isReplaced(field, values)) throw missing(field);
			continue;
		}
		result[field.name] = readValue(field, given);
	}
	return result;
}

function applies({ onlyWhen }: InputField, values: InputValues): boolean {
	return !onlyWhen || onlyWhen.values.includes(String(values[onlyWhen.field]));
}

/** A required field may also come by the additional properties. */
function isReplaced(field: InputField, values: InputValues): boolean {
	const more = readAdditional(values[additionalProperties.name]);
	return more !== undefined && Object.hasOwn(more, field.name);
}

function isBlank(value: unknown): boolean {
	if (Array.isArray(value)) return value.length === 0;
	return value === undefined || value === null || (typeof value === 'string' && !value.trim());
}

function readValue(field: InputField, given: unknown): JsonValue {
	switch (field.type) {
		case 'number':
			return readNumber(field, given);
		case 'boolean':
			return readBoolean(field, given);
		case 'json':
			return readJson(field, given);
		case 'options':
			return readOption(field, readText(field, given));
		case 'email':
			return readEmail(field, readText(field, given).trim());
		case 'url':
			return readUrl(field, readText(field, given).trim());
		case 'reference':
			return readText(field, given).trim();
		case 'dateTime':
			return readText(field, asJson(given));
		case 'references':
			return readReferences(field, given);
		default:
			return readText(field, given);
	}
}

function readText(field: InputField, given: unknown): string {
	if (typeof given === 'string') return given;
	if (typeof given === 'number' || typeof given === 'boolean') return String(given);
	throw invalid(field, 'is not text', 'Enter text, or an expression that gives text.');
}

function readNumber(field: InputField, given: unknown): number {
	const number = typeof given === 'string' ? Number(given.trim()) : given;
	if (typeof number === 'number' && Number.isFinite(number)) return number;
	throw invalid(field, 'is not a number', 'Enter a number, such as 5.');
}

function readBoolean(field: InputField, given: unknown): boolean {
	if (typeof given === 'boolean') return given;
	const text = String(given).trim().toLowerCase();
	if (text === 'true' || text === 'false') return text === 'true';
	throw invalid(field, 'is neither true nor false', 'Enter true or false.');
}

function readJson(field: InputField, given: unknown): JsonValue {
	const value = typeof given === 'string' ? parseJson(given) : given;
	if (isJsonObject(value)) return value;
	throw invalid(
		field,
		typeof given === 'string' && value === undefined ? 'is not valid JSON' : 'is not a JSON object',
		'Enter an object such as { "key": "value" }; check quotes, commas and braces.',
	);
}

/** The values are assumed, so that one that is not known is passed on; a label is understood too. */
function readOption(field: InputField, given: string): string {
	const wanted = given.trim().toLowerCase();
	const option = field.options?.find(({ value, label }) =>
		[value.toLowerCase(), label.toLowerCase()].includes(wanted),
	);
	return option?.value ?? given.trim();
}

function readEmail(field: InputField, text: string): string {
	if (/^[^\s@]+@[^\s@]+$/.test(text)) return text;
	throw invalid(field, 'is not an email address', 'Enter an address such as ada@example.com.');
}

function readUrl(field: InputField, text: string): string {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url?.protocol === 'https:' || url?.protocol === 'http:') return text;
	throw invalid(
		field,
		'is not a web address',
		'Enter the whole address, such as https://www.example.com/help.',
	);
}

/** Dates come as text, or from expressions as objects that know their ISO form (Date, Luxon). */
function asJson(given: unknown): unknown {
	const { toJSON } = Object(given) as { toJSON?: () => unknown };
	return typeof toJSON === 'function' ? toJSON.call(given) : given;
}

/**
 * What is written as a list in JSON, or as a text in its quotes, read; anything else as it is: an ID may be
 * a number of JSON (12e4), and would be another one if it were read as such.
 */
export function listFromText(given: unknown): unknown {
	const isJson = typeof given === 'string' && /^\s*["[]/.test(given);
	return isJson ? (parseJson(given) ?? given) : given;
}

/**
 * A list, its JSON text, or IDs separated by commas, also within a list: where several values can be
 * entered, Zapier hands over a list of an earlier step as one of them.
 */
function readReferences(field: InputField, given: unknown): string[] {
	const ids = [listFromText(given)].flat(2).flatMap((id) => readText(field, id).split(','));
	return ids.map((id) => id.trim()).filter((id) => id !== '');
}

function readAdditional(given: unknown): JsonObject | undefined {
	if (isBlank(given)) return undefined;
	return readJson(additionalProperties, given) as JsonObject;
}

function missing({ name, label }: InputField): ViviInputError {
	return new ViviInputError({
		code: 'missing_value',
		field: name,
		message: `'${label}' is empty.`,
		hint: `Enter a value for '${label}'. If it comes from an earlier step, check that the step delivers one.`,
	});
}

function invalid({ name, label }: InputField, what: string, hint: string): ViviInputError {
	return new ViviInputError({
		code: 'invalid_value',
		field: name,
		message: `'${label}' ${what}.`,
		hint,
	});
}
