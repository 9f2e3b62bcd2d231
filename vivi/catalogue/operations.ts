import { aOrAn } from './a-or-an';
import type { InputField, Operation, Role, Source } from './types';

interface Subject {
	/** 'agent', 'knowledge base' */
	noun: string;
	/** 'agents' */
	nouns: string;
	/** Path of the list. */
	path: string;
	/** Path of one record. */
	itemPath: string;
	read: readonly Role[];
	write: readonly Role[];
}

/** Query of every list; assumed, since VIVI documents none. */
export const searchField: InputField = {
	name: 'search',
	label: 'Search',
	type: 'string',
	help: 'Return only records whose name contains this text',
	placeholder: 'e.g. support',
	in: 'query',
};

/** Get Many: every record of a list, page by page. */
export function list(
	subject: Subject,
	options: { source?: Source; roles?: readonly Role[] } = {},
): Operation {
	return {
		name: 'getAll',
		label: 'Get Many',
		action: `Get many ${subject.nouns}`,
		description: `Get a list of ${subject.nouns}`,
		kind: 'list',
		method: 'GET',
		path: subject.path,
		source: options.source ?? 'assumed',
		roles: options.roles ?? subject.read,
		fields: [searchField],
	};
}

/** Get: one record by its ID. */
export function get(subject: Subject): Operation {
	return {
		name: 'get',
		label: 'Get',
		action: `Get ${aOrAn(subject.noun)}`,
		description: `Get one ${subject.noun} by its ID`,
		kind: 'get',
		method: 'GET',
		path: subject.itemPath,
		source: 'assumed',
		roles: subject.read,
		fields: [],
	};
}

/** Create: a new record from `fields`. */
export function create(subject: Subject, fields: readonly InputField[]): Operation {
	return {
		name: 'create',
		label: 'Create',
		action: `Create ${aOrAn(subject.noun)}`,
		description: `Create a new ${subject.noun}`,
		kind: 'create',
		method: 'POST',
		path: subject.path,
		source: 'assumed',
		roles: subject.write,
		fields,
	};
}

/** Update: only the fields that were filled in are sent. */
export function update(subject: Subject, fields: readonly InputField[]): Operation {
	return {
		name: 'update',
		label: 'Update',
		action: `Update ${aOrAn(subject.noun)}`,
		description: `Change an existing ${subject.noun}; what is left empty stays as it is`,
		kind: 'update',
		method: 'PATCH',
		path: subject.itemPath,
		source: 'assumed',
		roles: subject.write,
		fields: fields.map(({ required: _required, ...field }) => field),
	};
}

/** Delete: for good. */
export function remove(subject: Subject, wording: Partial<Operation> = {}): Operation {
	return {
		name: 'delete',
		label: 'Delete',
		action: `Delete ${aOrAn(subject.noun)}`,
		description: `Delete one ${subject.noun} permanently`,
		kind: 'delete',
		method: 'DELETE',
		path: subject.itemPath,
		source: 'assumed',
		roles: subject.write,
		fields: [],
		...wording,
	};
}
