import type { PlainOutputField } from 'zapier-platform-core';

import type {
	Group,
	Operation,
	Output,
	OutputField,
	Resource,
} from '../../../vivi/catalogue/types';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../vivi/http/json';

/** What an operation gives, and an example of it. */
export function answerOf(
	group: Group,
	operation: Operation,
): { outputFields: PlainOutputField[]; sample: JsonObject } {
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

/** What became of a message. */
export const ANSWERED = { status: 'answered', statusText: 'The agent has answered.' };

/** What a step gives besides what VIVI answers with. */
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

/** Of what VIVI may answer with nothing: a word of success, and the ID of the record at work. */
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

/** Records beside the answer, which Zapier calls line items. */
function lineItems({ name, label, fields, sample }: Records): PlainOutputField {
	const children = outputFields(known(fields, sample)).map((field) => field as ChildField);
	return { key: name, label, children };
}

/** Without lists of objects, which Zapier takes apart by itself, and what tells items apart in one list. */
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
	// What Zapier takes a field for that says nothing.
	string: {},
	number: { type: 'number' },
	boolean: { type: 'boolean' },
	dateTime: { type: 'datetime' },
	array: { list: true },
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
