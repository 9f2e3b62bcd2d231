import { apiOperation } from '../catalogue/api-operation';
import { encodeId } from '../address/path';
import type { FreeRequest } from '../client/free-call';
import type { UploadFile } from '../client/multipart';
import { ViviInputError } from '../errors';
import type { JsonValue } from '../http/json';
import { invalid, missing, type Named } from '../input/problems';
import { readText } from '../input/text';
import { isBlank } from '../text/trimmed';
import type { DescribedType } from './described';
import { encodeBody, type BodyValue } from './encode-body';
import { readFieldId } from './field-id';
import { labelOf } from './label';
import { readOperationKey } from './operation-key';
import { readDescribedValue } from './read-value';

/** The value of one field of an operation. */
export interface FilledIn {
	/** Place and name, such as `path.agentId`. */
	id: string;
	value: unknown;
	/** The type from the description, if it is known; a value of unknown type is sent unchanged. */
	type?: DescribedType | undefined;
	required?: boolean;
}

/** The connection's values for paths, so that nobody has to fill them in. */
export interface KnownIds {
	accountId: string;
	workspaceId?: string | undefined;
}

/** Reads the chosen files. */
type ReadFiles = (field: Named, given: unknown) => Promise<UploadFile[]>;

/**
 * Makes the request of an operation from the filled-in values. It needs no description: the
 * operation holds method and path, and the IDs of the fields hold the places of their values.
 * @throws ViviInputError naming the field that is missing or cannot be sent
 */
export async function readCall(
	operation: unknown,
	filledIn: readonly FilledIn[],
	known: KnownIds,
	readFiles: ReadFiles,
): Promise<FreeRequest> {
	const { method, path } = readOperationKey(operation);
	const ids = new Map<string, JsonValue>();
	const query = new Map<string, JsonValue>();
	const headers = new Map<string, string>();
	const body: BodyValue[] = [];
	for (const one of filledIn) {
		const { place, name } = placeOf(one.id);
		const field: Named = { name: one.id, label: name === '' ? labelOf(place) : name };
		if (isBlank(one.value)) {
			// The connection may know values of the path.
			if (one.required === true && place !== 'path') throw missing(field);
			continue;
		}
		if (place === 'file') {
			const files = await readFiles(field, one.value);
			if (name === '' && files.length > 1) throw severalFiles(field);
			body.push(...files.map((file) => ({ field, name, place, file })));
			continue;
		}
		const value = readDescribedValue(field, one.value, place, one.type);
		if (place === 'path') ids.set(name, value);
		else if (place === 'query') query.set(name, value);
		else if (place === 'header') headers.set(name, readText(field, value));
		else body.push({ field, name, place, value });
	}
	return {
		method,
		path: filledPath(path, ids, known),
		query: Object.fromEntries(query),
		headers: Object.fromEntries(headers),
		body: encodeBody(body),
		responseType: 'bytes',
		described: { group: apiOperation.label, label: `${method} ${path}` },
	};
}

function severalFiles(field: Named): ViviInputError {
	return invalid(field, 'holds several files, and a body is one file', 'Keep one.');
}

function placeOf(id: string) {
	const read = readFieldId(id);
	if (read) return read;
	throw new ViviInputError({
		code: 'unknown_field',
		field: id,
		message: `The field '${id}' does not say where its value goes.`,
		hint: 'Choose the operation anew, or name the field by its place, such as path.agentId, query.limit, header.X-Trace or body.name.',
	});
}

/** The connection's own account and workspace replace blank values. */
function filledPath(path: string, ids: ReadonlyMap<string, JsonValue>, known: KnownIds): string {
	return path.replace(/\{([^{}/]+)\}/g, (_, name: string) => {
		const given = ids.get(name) ?? knownId(name, known);
		if (isBlank(given)) throw missing({ name: `path.${name}`, label: labelOf(name) });
		return encodeId(Array.isArray(given) ? given.join(',') : given, name);
	});
}

/** The connection's value for a path parameter, in any spelling of its name. */
export function knownId(name: string, { accountId, workspaceId }: KnownIds): string | undefined {
	const word = name.replace(/[_.-]/g, '').toLowerCase();
	if (word === 'accountid') return accountId;
	return word === 'workspaceid' ? workspaceId : undefined;
}
