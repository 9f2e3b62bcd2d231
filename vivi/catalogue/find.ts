import { aOrAn } from './a-or-an';
import { sortBy, sortByCreated } from './filters';
import { searchField } from './operations';
import type { Endpoint, InputField, Resource } from './types';

export const exactMatch = {
	name: 'exactMatch',
	label: 'Exact Match',
	type: 'boolean',
	initial: true,
	default: true,
	help: 'Whether the whole text has to match, apart from upper and lower case. Choose False to find everything that contains it.',
} as const satisfies InputField;

/** The limit of what belongs to a record. A step has an end in time, and a list may be long. */
export const mostListed = {
	name: 'limit',
	label: 'Limit',
	type: 'number',
	help: 'How many to give at most; 1,000 where it is left empty. Sorted by the newest first, these are the last ones of a longer list.',
	...{ whole: true, min: 1 },
	default: 1000,
} as const satisfies InputField;

/**
 * Finds records by what a person knows of them. For a person with one record in mind, it stands for
 * both reading a list and getting a record.
 */
export function find(resource: Resource): Endpoint<'find'> {
	const { label, idField, name, operations } = resource;
	const [, ...filters] = operations.getAll.fields;
	const noun = label.toLowerCase();
	const titles = titleWords(resource);
	const isById = operations.get !== undefined;
	const by = `${titles}${isById ? ' or ID' : ''}`;
	const ownId: InputField = {
		name: idField,
		label,
		type: 'reference',
		resource: name,
		in: 'path',
		help: `The ${noun} itself, if you know it. The text to search for is not used then.`,
	};
	const ownIds = isById ? [ownId] : [];
	return {
		...operations.getAll,
		name: 'find',
		label: 'Find',
		action: `Find ${aOrAn(noun)}`,
		description: `Find ${aOrAn(noun)} by ${by}`,
		does: `Finds ${aOrAn(noun)} by ${by}`,
		kind: 'find',
		fields: [
			...ownIds,
			{
				...searchField,
				orElse: [...ownIds, ...filters, sortBy].map((field) => field.name),
				help: `The ${titles} of the ${noun} to find; required unless ${isById ? `the ${noun} itself is chosen, or ` : ''}a filter says which are wanted`,
			},
			exactMatch,
			...filters,
			sortBy,
		],
	};
}

/** Finds what belongs to a record, such as the messages of a thread. */
export function findListed(resource: Resource, operation: Endpoint): Endpoint<'find'> {
	const [, ...rest] = operation.label.split(' ');
	const what = `the ${operation.output!.plural} of ${aOrAn(resource.label.toLowerCase())}`;
	return {
		...operation,
		name: 'find',
		label: ['Find', ...rest].join(' '),
		action: `Find ${what}`,
		description: `Find ${what}`,
		does: `Finds ${what}`,
		kind: 'find',
		fields: [...operation.fields, sortByCreated, mostListed],
	};
}

/** 'name or email' */
function titleWords({ titleFields, output }: Resource): string {
	return titleFields
		.map((name) => output.find((field) => field.name === name)?.label.toLowerCase() ?? name)
		.join(' or ');
}
