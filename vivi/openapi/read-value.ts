import { isDeep, TOO_DEEP } from '../http/deep-json';
import { isJsonObject, parseJsonToSend, type JsonValue } from '../http/json';
import { readFlag } from '../input/flag';
import { readNumber } from '../input/number';
import { invalid, type Named } from '../input/problems';
import { isoText, readText } from '../input/text';
import { trimmed } from '../text/trimmed';
import type { DescribedType, FieldPlace } from './described';

/**
 * A value in the form in which it is sent.
 * @param type undefined when it is unknown; then only dates become text
 * @throws ViviInputError naming the field when it cannot be read
 */
export function readDescribedValue(
	field: Named,
	given: unknown,
	place: FieldPlace,
	type?: DescribedType,
): JsonValue {
	if (isDeep(given)) throw invalid(field, TOO_DEEP.what, TOO_DEEP.hint);
	switch (type) {
		case 'number':
			return exact(field, readNumber(field, given));
		case 'boolean':
			return readFlag(field, given);
		case 'list':
			return readJson(field, given, Array.isArray, 'a list such as ["a", "b"]');
		case 'object':
			return readJson(field, given, isJsonObject, 'an object such as { "key": "value" }');
		case 'json':
			return readJson(field, given, () => true, 'JSON; a text needs double quotes');
		case 'date':
			// A date with its time, as expressions give it.
			return readText(field, given).replace(/^(\d{4}-\d{2}-\d{2})T.*$/s, '$1');
		case 'dateTime':
			return trimmed(isoText(given) ?? readText(field, given));
		case 'string':
			// A text of the description may be several values with commas between them.
			if (Array.isArray(given) && place !== 'body') {
				return given.map((one) => readText(field, one)).join(',');
			}
			return readText(field, given);
		default:
			return asJson(field, given);
	}
}

function readJson(
	field: Named,
	given: unknown,
	isRight: (value: unknown) => boolean,
	example: string,
): JsonValue {
	const value = typeof given === 'string' ? parseJsonToSend(given) : asJson(field, given);
	if (value !== undefined && isRight(value)) return value;
	const what = value === undefined ? 'is not valid JSON' : 'is other JSON than the operation takes';
	throw invalid(field, what, `Enter ${example}; check quotes, commas and braces.`);
}

/** In JSON's form, where dates are text. */
function asJson(field: Named, given: unknown): JsonValue {
	if (typeof given === 'number') return exact(field, given);
	return JSON.parse(JSON.stringify(given) ?? 'null') as JsonValue;
}

function exact(field: Named, number: number): number {
	if (!Number.isFinite(number)) {
		throw invalid(
			field,
			'is not a number',
			'Enter a number. If it is calculated, check what it is calculated from.',
		);
	}
	if (!Number.isInteger(number) || Number.isSafeInteger(number)) return number;
	throw invalid(
		field,
		'is a number that is not exact',
		'A number keeps 15 digits. Write a longer one as JSON text into the field for the whole body, such as { "id": 12345678901234567890 }.',
	);
}
