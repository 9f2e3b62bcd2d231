import { aOrAn } from './a-or-an';
import type { Endpoint, InputField, OutputField, Resource } from './types';

/** The field that identifies an existing record. */
const matchBy = {
	name: 'matchBy',
	label: 'Match By',
	type: 'options',
	required: true,
	help: 'The field that identifies an existing record. If one record matches, it is updated; if none does, a new one is created.',
} as const satisfies InputField;

/** The choice of the record's own ID, beside the field that identifies records of the resource. */
export const BY_ID = 'id';

/** Whether the record is new, beside the record. */
export const isNew: OutputField = { name: 'isNew', label: 'Is New', type: 'boolean', simple: true };

/** The operations that create and update the record. */
export function writersOf({ operations }: Resource): { create: Endpoint; update: Endpoint } {
	const all = Object.values(operations);
	return {
		create: all.find(({ kind, path }) => kind === 'create' && path === operations.getAll.path)!,
		update: all.find(({ kind }) => kind === 'update')!,
	};
}

/**
 * Creates a record, or updates an existing one. It has no address of its own: it reads the list, and
 * creates or updates with the resource's own operations.
 */
export function upsert(resource: Resource & { upsertBy: string }): Endpoint<'upsert'> {
	const { label, idField, name, upsertBy, output, sample } = resource;
	const { create, update } = writersOf(resource);
	const noun = label.toLowerCase();
	const known = create.fields.find((field) => field.name === upsertBy)!;
	const ownId: InputField = {
		...{ name: idField, label, type: 'reference', resource: name, in: 'path', required: true },
		help: `The ${noun} to update. If there is none with this ID, a new one is created, with an ID that VIVI gives it.`,
		onlyWhen: { field: matchBy.name, values: [BY_ID] },
	};
	const isKept = ({ name: own }: InputField) =>
		own !== upsertBy && !update.fields.some((field) => field.name === own);
	const kept = (field: InputField) => ({
		...field,
		help: `${field.help}; an existing ${noun} keeps its own`,
	});
	const beginning = { initial: upsertBy, default: upsertBy };
	return {
		...create,
		name: 'upsert',
		label: 'Create or Update',
		action: `Create or update ${aOrAn(noun)}`,
		// n8n's lint wants exactly these words for an upsert.
		description: 'Create a new record, or update the current one if it already exists (upsert)',
		does: `${create.does}, or updates an existing ${noun}`,
		alone: { label: `Create or Update ${label}`, noun: label },
		kind: 'upsert',
		fields: [
			{
				...matchBy,
				...beginning,
				options: [
					{
						value: upsertBy,
						label: known.label,
						help: `The ${noun} with exactly this ${known.label.toLowerCase()}`,
					},
					{ value: BY_ID, label: 'ID', help: `The ${noun} with this ID` },
				],
			},
			ownId,
			...create.fields.map((field) => (isKept(field) ? kept(field) : field)),
		],
		output: { fields: [...output, isNew], sample: { ...sample, [isNew.name]: false } },
	};
}
