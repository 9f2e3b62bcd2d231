import type { InputField, ResourceName } from './types';

/*
 * Filters and sorting of a list. VIVI documents neither, so a filter becomes a query parameter of
 * the assumed kind, and the connectors check and sort the records themselves.
 */

/**
 * A filter by a text that records hold under the same name.
 * @param known the known values, or an example; a person may enter other values too
 */
export function filterBy(
	{ name, label }: Pick<InputField, 'name' | 'label'>,
	known: string | NonNullable<InputField['options']>,
): InputField {
	return {
		...{ name, label, in: 'query' },
		help: `Return only records with this ${label.toLowerCase()}, in upper or lower case. All pages of the list are checked.`,
		...(typeof known === 'string'
			? { type: 'string', placeholder: `e.g. ${known}` }
			: { type: 'options', options: known, open: true }),
	};
}

/** A filter by another record; records have its ID under that name. */
export function filterByRecord(name: string, label: string, resource: ResourceName): InputField {
	return {
		...{ name, label, type: 'reference', resource, in: 'query' },
		help: `Return only records of this ${label.toLowerCase()}. All pages of the list are checked.`,
	};
}

/** A filter by a boolean that records hold under the same name. */
export function filterByFlag(field: Pick<InputField, 'name' | 'label'>, what: string): InputField {
	const { name, label } = field;
	return {
		...{ name, label, type: 'boolean', in: 'query' },
		help: `Whether to return only ${what}, or only the others. All pages of the list are checked.`,
	};
}

export const createdAfter = momentFilter('createdAfter', 'Created After', 'created', 'or later');
export const createdBefore = momentFilter('createdBefore', 'Created Before', 'created');
export const updatedAfter = momentFilter(
	'updatedAfter',
	'Updated After',
	'last changed',
	'or later',
);
export const updatedBefore = momentFilter('updatedBefore', 'Updated Before', 'last changed');

/** The same objects for all lists, so that a form is made of them only once. */
export const momentFilters = [createdAfter, createdBefore, updatedAfter, updatedBefore];

function momentFilter(name: string, label: string, what: string, orLater?: string): InputField {
	const when = orLater ? `at this moment ${orLater}` : 'before this moment';
	return {
		...{ name, label, type: 'dateTime', in: 'query' },
		help: `Return only records that were ${what} ${when}. All pages of the list are checked; records without that time are left out.`,
	};
}

/** The sort orders of records. */
export const SORT_KEYS = {
	createdDesc: { by: 'created', isDescending: true },
	createdAsc: { by: 'created', isDescending: false },
	nameAsc: { by: 'name', isDescending: false },
	nameDesc: { by: 'name', isDescending: true },
	updatedDesc: { by: 'updated', isDescending: true },
	updatedAsc: { by: 'updated', isDescending: false },
} as const;
export type SortKey = keyof typeof SORT_KEYS;

/** Filters by the time of creation. */
const BY_CREATION = [
	{ value: 'createdDesc', label: 'Created, Newest First' },
	{ value: 'createdAsc', label: 'Created, Oldest First' },
] satisfies Array<{ value: SortKey; label: string }>;

export const sortBy = {
	name: 'sortBy',
	label: 'Sort By',
	type: 'options',
	help: 'The order of the records. All pages are read for it before a limit counts; records without a name or that time come last.',
	options: [
		...BY_CREATION,
		{ value: 'nameAsc', label: 'Name, A to Z' },
		{ value: 'nameDesc', label: 'Name, Z to A' },
		{ value: 'updatedDesc', label: 'Updated, Newest First' },
		{ value: 'updatedAsc', label: 'Updated, Oldest First' },
	] satisfies Array<{ value: SortKey; label: string }>,
	aside: true,
} as const satisfies InputField;

/**
 * The same for records that belong to a record, such as the messages of a thread; with a limit, the
 * last ones.
 */
export const sortByCreated = {
	...sortBy,
	help: 'The order of the records. All pages are read for it before a limit counts: with a limit, the newest first are the last ones.',
	options: BY_CREATION,
} as const satisfies InputField;
