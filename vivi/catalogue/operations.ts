import { aOrAn } from './a-or-an';
import { createdAfter, createdBefore, momentFilters } from './filters';
import type { Endpoint, InputField, Output, Role, Source } from './types';

interface Subject {
	/** 'agent', 'knowledge base' */
	noun: string;
	/** 'agents' */
	nouns: string;
	/** The path of the list. */
	path: string;
	/** The path of one record. */
	itemPath: string;
	read: readonly Role[];
	write: readonly Role[];
}

/** The query of every list; assumed, since VIVI documents none. */
export const searchField: InputField = {
	name: 'search',
	label: 'Search',
	type: 'string',
	help: 'Return only records whose name contains this text',
	placeholder: 'e.g. support',
	in: 'query',
};

/** The properties that all operations share; a read asks for nothing but the record, unless it says so. */
const reading = ({ read: roles }: Subject) =>
	({
		connection: 'key',
		source: 'assumed',
		safety: 'read',
		method: 'GET',
		roles,
		fields: [],
	}) as const;

const writing = ({ write: roles }: Subject) =>
	({ connection: 'key', source: 'assumed', safety: 'write', roles, fields: [] }) as const;

/** The name of an operation and its texts. */
type Words<Name extends string> = Pick<
	Endpoint<Name>,
	'name' | 'label' | 'action' | 'description' | 'does'
>;

/** Operations by their names, so that the compiler knows the names. */
export function byName<Name extends string>(
	...operations: Array<Endpoint<Name>>
): Record<NoInfer<Name>, Endpoint> {
	const named: Record<string, Endpoint> = {};
	for (const one of operations) named[one.name] = one;
	return named;
}

/**
 * Get Many: every record of a list, page by page.
 * @param more.filters in addition to the filters by time that all lists have
 */
export function list(
	subject: Subject,
	{
		filters = [],
		...more
	}: { source?: Source; roles?: readonly Role[]; filters?: readonly InputField[] } = {},
): Endpoint<'getAll'> {
	return {
		name: 'getAll',
		label: 'Get Many',
		action: `Get many ${subject.nouns}`,
		description: `Get a list of ${subject.nouns}`,
		does: `Gets a list of ${subject.nouns}`,
		kind: 'list',
		...reading(subject),
		path: subject.path,
		...more,
		fields: [searchField, ...filters, ...momentFilters],
	};
}

/** Get: one record by its ID. */
export function get(subject: Subject): Endpoint<'get'> {
	return {
		name: 'get',
		label: 'Get',
		action: `Get ${aOrAn(subject.noun)}`,
		description: `Get one ${subject.noun} by its ID`,
		does: `Gets one ${subject.noun} by its ID`,
		kind: 'get',
		...reading(subject),
		path: subject.itemPath,
	};
}

/** Create: a new record from `fields`. */
export function create(subject: Subject, fields: readonly InputField[]): Endpoint<'create'> {
	return {
		name: 'create',
		label: 'Create',
		action: `Create ${aOrAn(subject.noun)}`,
		description: `Create a new ${subject.noun}`,
		does: `Creates a new ${subject.noun}`,
		kind: 'create',
		...writing(subject),
		method: 'POST',
		path: subject.path,
		fields,
	};
}

/** Update: sends only the fields that were filled in. */
export function update(subject: Subject, fields: readonly InputField[]): Endpoint<'update'> {
	return {
		name: 'update',
		label: 'Update',
		action: `Update ${aOrAn(subject.noun)}`,
		description: `Change an existing ${subject.noun}; what is left empty stays as it is`,
		does: `Changes an existing ${subject.noun}; what is left empty stays as it is`,
		kind: 'update',
		...writing(subject),
		method: 'PATCH',
		path: subject.itemPath,
		fields: fields.map(({ required: _required, ...field }) => field),
	};
}

/** An action on a record other than changing its fields, with its own address below the record's. */
export function act<const Name extends string>(
	subject: Subject,
	words: Words<Name>,
	segment: string,
	fields: readonly InputField[] = [],
): Endpoint<Name> {
	return {
		...words,
		kind: 'action',
		...writing(subject),
		method: 'POST',
		path: `${subject.itemPath}/${segment}`,
		fields,
	};
}

/**
 * The records that belong to a record, page by page.
 * @param filters besides those by the time of creation
 */
export function listWithin<const Name extends string>(
	subject: Subject,
	words: Words<Name>,
	output: Output & { plural: string },
	filters: readonly InputField[] = [],
): Endpoint<Name> {
	return {
		...words,
		kind: 'list',
		...reading(subject),
		path: `${subject.itemPath}/${output.plural}`,
		fields: [createdAfter, createdBefore, ...filters],
		output,
	};
}

/**
 * Delete: for ever.
 * @param loss what is lost besides the record, in a sentence
 */
export function remove(subject: Subject, loss?: string): Endpoint<'delete'> {
	return {
		name: 'delete',
		label: 'Delete',
		action: `Delete ${aOrAn(subject.noun)}`,
		description: `Delete one ${subject.noun} permanently`,
		does: `Deletes one ${subject.noun} permanently`,
		kind: 'delete',
		...writing(subject),
		method: 'DELETE',
		path: subject.itemPath,
		...(loss !== undefined && { loss }),
	};
}
