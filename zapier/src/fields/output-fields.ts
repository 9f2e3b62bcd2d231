import type { PlainOutputField } from 'zapier-platform-core';

import type { OutputField } from '../../../vivi/catalogue/types';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../vivi/http/json';

/** What VIVI answers with, as Zapier describes it; objects are taken apart by Zapier itself. */
export function outputFields(fields: readonly OutputField[]): PlainOutputField[] {
	return fields.filter(({ type }) => type !== 'object').map(outputField);
}

/**
 * The same object wherever a field is given: the platform copies the whole definition at every call
 * (zapier-platform-core 19.1.0, src/tools/schema.js), and what is shared only once.
 */
function outputField(field: OutputField): PlainOutputField {
	const known = described.get(field);
	if (known) return known;
	const { name, label, type } = field;
	const made = { key: name, label, ...TYPES[type as keyof typeof TYPES] };
	described.set(field, made);
	return made;
}

const described = new WeakMap<OutputField, PlainOutputField>();

const TYPES = {
	string: { type: 'string' },
	number: { type: 'number' },
	boolean: { type: 'boolean' },
	dateTime: { type: 'datetime' },
	array: { type: 'string', list: true },
} as const satisfies Record<Exclude<OutputField['type'], 'object'>, Partial<PlainOutputField>>;

/** A sample without what is empty in it: a value that is not there says nothing, and has no type. */
export function sampleOf(record: JsonObject): JsonObject {
	return Object.fromEntries(
		Object.entries(record)
			.filter(([, value]) => value !== null)
			.map(([name, value]) => [name, within(value)]),
	);
}

function within(value: JsonValue): JsonValue {
	if (Array.isArray(value)) return value.map(within);
	return isJsonObject(value) ? sampleOf(value) : value;
}
