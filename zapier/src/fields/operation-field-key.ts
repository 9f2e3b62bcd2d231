import { describedFields, describedSettings } from '../../../vivi/catalogue/api-operation';
import type { InputValues } from '../../../vivi/client/input-values';
import type { DescribedField, DescribedType, FieldPlace } from '../../../vivi/openapi/described';
import { fieldId, readFieldId } from '../../../vivi/openapi/field-id';
import type { FilledIn } from '../../../vivi/openapi/read-call';

/**
 * The types that a key names, for when the Zap runs without a description; text is the default.
 * Zapier gives the values that a person has mapped, of any type.
 */
const NAMED: readonly DescribedType[] = [
	...(['number', 'boolean', 'date', 'dateTime'] as const),
	...(['list', 'object', 'json'] as const),
];

const KEY = /^(path|query|header|body|form|file|urlencoded|text)(?:_([a-z]+))?(?:__(.+))?$/;

/**
 * The key of a field of an API operation: `path__agentId`, `body_number__size`, or `body_json` for a
 * whole body. Characters with a meaning in Zapier are written as their codes.
 */
export function fieldKey({ place, name, type, options }: DescribedField): string {
	const isNumber = options?.every((option) => typeof option === 'number') === true;
	const named = isNumber ? 'number' : type;
	const start = NAMED.includes(named) ? `${place}_${named.toLowerCase()}` : place;
	return name === '' ? start : `${start}__${encoded(name)}`;
}

/** The values of an operation's fields, whose keys hold the places of the values. */
export function describedValues(inputData: Readonly<Record<string, unknown>>): InputValues {
	const filledIn: FilledIn[] = Object.entries(inputData).flatMap(([key, value]) => {
		const read = readFieldKey(key);
		return read ? [{ ...read, value }] : [];
	});
	const { name } = describedSettings.limit;
	return { [describedFields.fields.name]: filledIn, [name]: inputData[name] };
}

/**
 * The parts of a key.
 * @returns undefined for the key of another field
 */
export function readFieldKey(key: string): { id: string; type: DescribedType } | undefined {
	const [, place, mark, name = ''] = KEY.exec(key) ?? [];
	if (place === undefined) return undefined;
	const type = mark === undefined ? 'string' : NAMED.find((one) => one.toLowerCase() === mark);
	const id = fieldId(place as FieldPlace, decoded(name));
	return type !== undefined && readFieldId(id) ? { id, type } : undefined;
}

function encoded(name: string): string {
	return name.replace(
		/[^A-Za-z0-9_]|_(?=x[\da-f]+_)/g,
		(sign) => `_x${sign.charCodeAt(0).toString(16)}_`,
	);
}

function decoded(name: string): string {
	return name.replace(/_x([\da-f]+)_/g, (_, code: string) =>
		String.fromCharCode(parseInt(code, 16)),
	);
}
