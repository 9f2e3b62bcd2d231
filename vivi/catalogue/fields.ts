import type { InputField, OutputField } from './types';

/** Fields that (presumably) every VIVI record has; their spelling is assumed. */
export const id: OutputField = { name: 'id', label: 'ID', type: 'string', simple: true };
export const name: OutputField = { name: 'name', label: 'Name', type: 'string', simple: true };
export const description: OutputField = {
	name: 'description',
	label: 'Description',
	type: 'string',
	simple: true,
};
export const status: OutputField = {
	...{ name: 'status', label: 'Status' },
	...{ type: 'string', simple: true },
};
export const type: OutputField = { name: 'type', label: 'Type', type: 'string', simple: true };
export const timestamps: readonly OutputField[] = [
	{ name: 'createdAt', label: 'Created At', type: 'dateTime', simple: true },
	{ name: 'updatedAt', label: 'Updated At', type: 'dateTime', simple: true },
];

/** A record's name, which a person chooses. */
export function nameInput(noun: string, placeholder: string): InputField {
	return {
		name: 'name',
		label: 'Name',
		type: 'string',
		required: true,
		help: `The name of the ${noun} as it is shown in VIVI`,
		placeholder,
	};
}

/** A record's description, which a person writes. */
export function descriptionInput(noun: string): InputField {
	return {
		name: 'description',
		label: 'Description',
		type: 'text',
		help: `What the ${noun} is for`,
	};
}

/**
 * Properties that the catalogue does not name. VIVI's bodies are not public, so every operation that
 * writes JSON takes them.
 */
export const additionalProperties: InputField = {
	name: 'additionalProperties',
	label: 'Additional Properties',
	type: 'json',
	help: 'Further properties to send, as a JSON object. They take the place of the fields of the same name.',
	placeholder: 'e.g. { "language": "en" }',
};
