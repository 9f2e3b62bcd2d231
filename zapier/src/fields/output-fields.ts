import type { PlainOutputField } from 'zapier-platform-core';

import type {
	Group,
	Operation,
	Output,
	OutputField,
	Resource,
} from '../../../vivi/catalogue/types';
import { stepSettingsOf } from '../../../vivi/catalogue/form';
import { doneStatus } from '../../../vivi/run/when-done';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../vivi/http/json';

/** The output of an operation, and a sample of it. */
export function answerOf(group: Group, operation: Operation): Answer {
	const answer = ownAnswerOf(group, operation);
	if (stepSettingsOf(operation).length === 0) return answer;
	return {
		outputFields: [...answer.outputFields, ...PENDING],
		sample: { ...answer.sample, ...doneStatus({ resource: group }) },
	};
}

interface Answer {
	outputFields: PlainOutputField[];
	sample: JsonObject;
}

/** Of what VIVI goes on to work on. */
const PENDING: PlainOutputField[] = [
	{ key: 'pending', label: 'Pending', type: 'boolean' },
	{ key: 'statusText', label: 'Status Text' },
];

function ownAnswerOf(group: Group, operation: Operation): Answer {
	const { kind, output } = operation;
	if (kind === 'delete') return promised(group, 'deleted', 'Deleted');
	if (kind === 'action' && !output) return promised(group, 'success', 'Success');
	const { fields, sample, records }: Output = output ?? outputOf(group as Resource);
	const more = MORE[kind] ?? { fields: [], sample: {} };
	return {
		outputFields: [
			...more.fields,
			...outputFields(known(fields, sample)),
			...(records ? [lineItems(records)] : []),
		],
		sample: {
			...more.sample,
			...sampleOf(sample),
			...(records && { [records.name]: [sampleOf(withoutKind(records))] }),
		},
	};
}

/** What happened to a message. */
export const ANSWERED = { status: 'answered', statusText: 'The agent has answered.' };

/** The output of a step besides VIVI's answer. */
const MORE: Partial<Record<Operation['kind'], { fields: PlainOutputField[]; sample: JsonObject }>> =
	{
		message: {
			fields: [
				{ key: 'status', label: 'Status', type: 'string' },
				{ key: 'statusText', label: 'Status Text', type: 'string' },
			],
			sample: ANSWERED,
		},
		download: {
			fields: [{ key: 'file', label: 'File' }],
			sample: { file: 'https://files.example.com/manual.pdf' },
		},
	};

function outputOf({ output: fields, sample }: Resource): Output {
	return { fields, sample };
}

/** Where VIVI may answer with nothing: a sign of success, and the ID of the record. */
function promised(group: Group, key: string, label: string) {
	const { output = [], sample = {} } = group as Partial<Resource>;
	const id = sample['id'];
	return {
		outputFields: [
			...outputFields(output.filter(({ name }) => name === 'id')),
			{ key, label, type: 'boolean' as const },
		],
		sample: { ...(id !== undefined && { id }), [key]: true },
	};
}

type Records = NonNullable<Output['records']>;
type ChildField = NonNullable<PlainOutputField['children']>[number];

/** Records beside the answer, Zapier's line items. */
function lineItems({ name, label, fields, sample }: Records): PlainOutputField {
	const children = outputFields(known(fields, sample)).map((field) => field as ChildField);
	return { key: name, label, children };
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

/**
 * The same object for the same field: the platform copies the whole definition at every call
 * (zapier-platform-core 19.1.0, src/tools/schema.js), and shared objects only once.
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
