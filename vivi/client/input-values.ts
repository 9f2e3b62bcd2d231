import { catalogue } from '../catalogue';
import { additionalProperties } from '../catalogue/fields';
import type { InputField, Operation } from '../catalogue/types';
import { ViviInputError } from '../errors';
import { isDeep, TOO_DEEP } from '../http/deep-json';
import { isJsonObject, parseJsonToSend, type JsonObject, type JsonValue } from '../http/json';
import { findChoice, readChoice } from '../input/choice';
import { readFlag } from '../input/flag';
import { readNumber } from '../input/number';
import { invalid, missing } from '../input/problems';
import { isGivenId, readRecordId } from '../input/record-id';
import { isoText, readText } from '../input/text';
import { isWebAddress, readTexts, readUrls } from '../input/texts';
import { isBlank, trimmed } from '../text/trimmed';
import { readMoment } from '../input/moment';

/** What was filled in, by the catalogue's names; values may be of any type, as expressions give them. */
export type InputValues = Readonly<Record<string, unknown>>;

/** VIVI's values are assumed, so a person must be able to send others. */
const OTHER_CHOICES = ` A value that is not among them can be sent by '${additionalProperties.label}'.`;

/**
 * The JSON body of an operation: the filled-in values, the additional properties, and nothing else.
 * @throws ViviInputError naming the field that is missing or cannot be read
 */
export function requestBody(operation: Operation, values: InputValues): JsonObject {
	const body = readFields(inBody(operation), values, OTHER_CHOICES);
	const more = readAdditional(values[additionalProperties.name]);
	// Not Object.assign, which would make a '__proto__' of the JSON text the prototype.
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

/** The fields of an operation that go into the JSON body. */
function inBody({ fields }: Operation): InputField[] {
	return fields.filter(({ in: place = 'body', type }) => place === 'body' && type !== 'file');
}

/**
 * Reads the values of these fields by their types. Blank ones are left out, unless the field has a
 * default. A field that an additional property replaces is not read: it may hold a value that only
 * the person understands.
 * @param more further text for hints about an unknown choice
 * @throws ViviInputError naming the field that is missing or cannot be read
 */
export function readFields(
	fields: readonly InputField[],
	values: InputValues,
	more = '',
): JsonObject {
	const replaced = readAdditional(values[additionalProperties.name]) ?? {};
	const deciding = { ...values, ...replaced };
	const result: JsonObject = {};
	for (const field of fields) {
		if (Object.hasOwn(replaced, field.name) || !applies(field, fields, deciding)) continue;
		const given = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
		if (!isEmpty(given)) {
			result[field.name] = readValue(field, given, more);
		} else if (field.default !== undefined) {
			result[field.name] = field.default as JsonValue;
		} else if (field.required) {
			throw missing(field);
		}
	}
	return result;
}

/**
 * Reads a value by the field's type; a blank value gives the default, if there is one.
 * The caller decides whether the form shows the field.
 * @throws ViviInputError naming the field when it cannot be read, or is required and missing
 */
export function readField(
	{ onlyWhen: _, ...field }: InputField,
	given: unknown,
): JsonValue | undefined {
	return readFields([field], { [field.name]: given })[field.name];
}

/**
 * Whether the form shows a field. The deciding value is read in the same way as when it is sent, so
 * that a label, a blank or another case means the same in both places.
 */
export function applies(
	{ onlyWhen }: InputField,
	fields: readonly InputField[],
	values: InputValues,
): boolean {
	if (!onlyWhen) return true;
	const deciding = fields.find(({ name }) => name === onlyWhen.field);
	const given = values[onlyWhen.field];
	const value = isEmpty(given) ? deciding?.default : given;
	const decided = String((deciding && findChoice(deciding, value)) ?? value);
	return onlyWhen.values.some((one) => String(one) === decided);
}

/** Nothing was filled in, or no record was chosen. */
function isEmpty(given: unknown): boolean {
	return isBlank(isGivenId(given) ? given.value : given);
}

function readValue(field: InputField, given: unknown, more: string): JsonValue {
	switch (field.type) {
		case 'number':
			return readNumber(field, given);
		case 'boolean':
			return readFlag(field, given);
		case 'json':
			return readJson(field, given);
		case 'options':
			return field.open
				? (findChoice(field, given) ?? trimmed(readText(field, given)))
				: readChoice(field, given, more);
		case 'email':
			return readEmail(field, trimmed(readText(field, given)));
		case 'url':
			return readUrl(field, trimmed(readText(field, given)));
		case 'reference':
			return isGivenId(given) || field.in === 'path'
				? readRecordId(given, catalogue[field.resource!])
				: trimmed(readText(field, given));
		case 'dateTime':
			return readDateTime(field, given);
		case 'references':
			return readTexts(field, given);
		case 'texts':
			return readTexts(field, given).map((one) =>
				field.options ? readChoice(field, one, more) : one,
			);
		case 'urls':
			return readUrls(field, given);
		default:
			return readText(field, given);
	}
}

function readJson(field: InputField, given: unknown): JsonValue {
	const value = typeof given === 'string' ? parseJsonToSend(given) : given;
	if (isDeep(value)) {
		throw invalid(field, TOO_DEEP.what, TOO_DEEP.hint);
	}
	if (isJsonObject(value)) return value;
	throw invalid(
		field,
		typeof given === 'string' && value === undefined ? 'is not valid JSON' : 'is not a JSON object',
		'Enter an object such as { "key": "value" }; check quotes, commas and braces.',
	);
}

/** One address and nothing around it: an invitation goes to everything that matches. */
const EMAIL = /^[^\s@,;:<>()]+@[^\s@,;:<>()]+$/;

function readEmail(field: InputField, text: string): string {
	if (EMAIL.test(text)) return text;
	throw invalid(field, 'is not an email address', 'Enter an address such as ada@example.com.');
}

function readUrl(field: InputField, text: string): string {
	if (isWebAddress(text)) return text;
	throw invalid(
		field,
		'is not a web address',
		'Enter the whole address, such as https://www.example.com/help.',
	);
}

function readDateTime(field: InputField, given: unknown): string {
	const text = isoText(given) ?? given;
	readMoment(text, field);
	return text as string;
}

function readAdditional(given: unknown): JsonObject | undefined {
	if (isBlank(given)) return undefined;
	return readJson(additionalProperties, given) as JsonObject;
}
