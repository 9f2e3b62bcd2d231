import { ViviError } from '../errors';
import { wholeBody } from './body';
import type { ApiDescription, DescribedField, DescribedOperation } from './described';
import type { DescriptionRequest, Descriptions } from './descriptions';
import { findOperation, findOperations } from './find-operations';
import { fieldsOf } from './kept-fields';
import { operationKey, readOperationKey } from './operation-key';
import { parameterFields, pathNames } from './parameters';
import { knownId, type KnownIds } from './read-call';
import { belowBase } from './servers';

/** The source of the operations of an editor. */
export interface EditorSource {
	descriptions: Descriptions;
	request: DescriptionRequest;
	/** The connection's own values, which need not be filled in. */
	known: KnownIds;
}

/** An operation to choose. */
interface OperationChoice {
	/** `POST /agents/{agentId}` */
	id: string;
	/** The label, with a summary. */
	label: string;
}

/**
 * The operations to choose from, a page at a time.
 * @param options.search words that all must occur
 * @throws ViviInputError when the description cannot be read
 */
export async function operationChoices(
	source: EditorSource,
	options: { search?: string | undefined; after?: string | undefined; most?: number } = {},
): Promise<{ choices: OperationChoice[]; next?: string }> {
	const { operations, next } = findOperations(await readBelow(source), options);
	const choices = operations.map((operation) => {
		const id = operationKey(operation);
		const words = operation.summary || operation.id;
		return { id, label: words === '' ? id : `${words} · ${id}` };
	});
	return { choices, ...(next !== undefined && { next }) };
}

/** The fields of an operation, and a note where the description does not know it. */
interface OperationForm {
	fields: DescribedField[];
	/** `undefined` where the description knows it. */
	note?: string;
}

/**
 * The fields of an operation. When no description knows the operation, its fields come from its
 * path, and its body is JSON.
 * @param given as chosen or typed
 * @throws ViviInputError when it is not an operation, or the description cannot be loaded
 */
export async function operationForm(source: EditorSource, given: unknown): Promise<OperationForm> {
	const wanted = readOperationKey(given);
	const { known } = source;
	let found: DescribedOperation | undefined;
	let note = 'The API description does not have this operation.';
	try {
		found = findOperation(await readBelow(source), wanted);
	} catch (error) {
		if (!(error instanceof ViviError) || error.code !== 'api_description_missing') throw error;
		note = error.message;
	}
	if (!found) return { fields: plainFields(wanted).map((field) => connected(field, known)), note };
	// The names in the path are those that the person typed.
	const renamed = renamedPath(found, wanted);
	return { fields: renamed.map((field) => connected(field, known)) };
}

async function readBelow({ descriptions, request }: EditorSource): Promise<ApiDescription> {
	const description = await descriptions.read(request);
	const below = belowBase(request.baseUrl);
	const operations = description.operations.map((operation) => ({
		...operation,
		path: below(operation.path),
	}));
	return { ...description, operations };
}

/** A field that the connection knows need not be filled in. */
function connected(field: DescribedField, known: KnownIds): DescribedField {
	if (field.place !== 'path' || knownId(field.name, known) === undefined) return field;
	return {
		...field,
		required: false,
		help: `${field.help} That of the connection unless filled in.`.trim(),
	};
}

type Wanted = Pick<DescribedOperation, 'method' | 'path'>;

function renamedPath(found: DescribedOperation, wanted: Wanted): DescribedField[] {
	const own = pathNames(found.path);
	const typed = pathNames(wanted.path);
	return fieldsOf(found).map((field) => {
		const name =
			field.place === 'path' ? (typed[own.indexOf(field.name)] ?? field.name) : field.name;
		return name === field.name ? field : { ...field, name, id: `path.${name}` };
	});
}

function plainFields({ method, path }: Wanted): DescribedField[] {
	const ids = parameterFields({}, path, []);
	const isBodiless = method === 'GET' || method === 'HEAD';
	return isBodiless ? ids : [...ids, wholeBody('body', false, 'As JSON.')];
}
