import type { Field } from '../../../../scripts/zapier/definition';

/** Asks the app for a page of a dropdown: of which field, and what is filled in so far. */
export type AskChoices = (field: Field, inputData: Input) => Promise<Array<{ id: string }>>;
export type Input = Record<string, unknown>;

/**
 * What a person would fill in: the first entry of each dropdown, and something of the right kind
 * elsewhere.
 * @param given values that cannot be any
 */
export async function fillIn(
	fields: readonly Field[],
	choices: AskChoices,
	given: Input,
): Promise<Input> {
	const filled: Input = {};
	for (const field of fields) {
		const value = field.key in given ? given[field.key] : await valueFor(field, choices, filled);
		if (value !== undefined) filled[field.key] = field.list ? [value].flat() : value;
	}
	return filled;
}

async function valueFor(field: Field, choices: AskChoices, filled: Input): Promise<unknown> {
	if (Array.isArray(field.choices)) {
		const [first] = field.choices as Array<string | { value: string }>;
		return typeof first === 'object' ? first.value : first;
	}
	if (field.choices) {
		const page = await choices(field, filled);
		if (page.length === 0) throw new Error(`The dropdown of ${field.key} is empty.`);
		return page[0]!.id;
	}
	if (field.dict) return undefined;
	switch (field.type ?? 'string') {
		case 'boolean':
			return true;
		case 'integer':
		case 'number':
			return 1;
		case 'datetime':
			return '2026-01-05T08:00:00Z';
		case 'json':
			return { note: 'filled in' };
		case 'string':
		case 'text':
			return `A ${field.label ?? field.key}`;
		default:
			throw new Error(
				`Nobody has said what to fill in for ${field.key}, a field of type ${field.type}.`,
			);
	}
}
