import type { PlainOutputField } from 'zapier-platform-core';

import type { Operation, Output, OutputField } from '../../../vivi/catalogue/types';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../vivi/http/json';
import type { Choice } from '../../../vivi/run/ports';
import { ANSWERED } from '../../../vivi/run/shown-answer';
import { stepOutput } from '../../../vivi/run/step-output';
import { once } from './once';

interface Answer {
	outputFields: PlainOutputField[];
	sample: JsonObject;
}

/** The output of an operation, and a sample of it. */
export function answerOf(choice: Choice): Answer {
	const { fields, sample, records } = stepOutput(choice);
	const before = BEFORE[choice.operation.kind];
	return {
		outputFields: [
			...(before?.outputFields ?? []),
			...outputFields(known(fields, sample)),
			...(records ? [lineItems(records)] : []),
		],
		sample: {
			...before?.sample,
			...sampleOf(sample),
			...(records && { [records.name]: [sampleOf(withoutKind(records))] }),
		},
	};
}

/** The output of a step before VIVI's answer. */
const BEFORE: Partial<Record<Operation['kind'], Answer>> = {
	message: {
		outputFields: [
			{ key: 'status', label: 'Status', type: 'string' },
			{ key: 'statusText', label: 'Status Text', type: 'string' },
		],
		sample: ANSWERED,
	},
	download: {
		outputFields: [{ key: 'file', label: 'File' }],
		sample: { file: 'https://files.example.com/manual.pdf' },
	},
};

type Records = NonNullable<Output['records']>;
type ChildField = NonNullable<PlainOutputField['children']>[number];

/** Records beside the answer, Zapier's line items. */
function lineItems({ name, label, fields, sample }: Records): PlainOutputField {
	return { key: name, label, children: outputFields(known(fields, sample)) as ChildField[] };
}

/**
 * Without lists of objects, which Zapier takes apart itself, and without fields that distinguish
 * items in one list.
 */
function known(fields: readonly OutputField[], sample: JsonObject): OutputField[] {
	return fields.filter(({ name, type, tellsApart }) => {
		const value = sample[name];
		const holdsObjects = Array.isArray(value) && value.some(isJsonObject);
		return !tellsApart && !(type === 'array' && holdsObjects);
	});
}

function withoutKind({ fields, sample }: Records): JsonObject {
	const kinds = fields.filter(({ tellsApart }) => tellsApart).map(({ name }) => name);
	return Object.fromEntries(Object.entries(sample).filter(([name]) => !kinds.includes(name)));
}

/** VIVI's answer in Zapier's form; Zapier itself takes objects apart. */
export function outputFields(fields: readonly OutputField[]): PlainOutputField[] {
	return fields.filter(({ type }) => type !== 'object').map(outputField);
}

const outputField = once(({ name: key, label, type }: OutputField): PlainOutputField => ({
	...{ key, label },
	...TYPES[type as keyof typeof TYPES],
}));

const TYPES = {
	// Zapier's default type of a field.
	string: {},
	number: { type: 'number' },
	boolean: { type: 'boolean' },
	dateTime: { type: 'datetime' },
	array: { list: true },
} as const satisfies Record<Exclude<OutputField['type'], 'object'>, Partial<PlainOutputField>>;

/** A sample without empty values: they say nothing, and have no type. */
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
