import { apiOperation } from '../catalogue/api-operation';
import { encodeId } from '../address/path';
import type { DescribedRequest } from '../client/described-calls';
import type { UploadFile } from '../client/multipart';
import { ViviInputError } from '../errors';
import type { JsonValue } from '../http/json';
import { missing, type Named } from '../input/problems';
import { readText } from '../input/text';
import { isBlank } from '../text/trimmed';
import type { DescribedType } from './described';
import { encodeBody, type BodyValue } from './encode-body';
import { readFieldId } from './field-id';
import { labelOf } from './label';
import { readOperationKey } from './operation-key';
import { readDescribedValue } from './read-value';

/** What was filled in for one field of an operation. */
export interface FilledIn {
	/** Place and name, such as `path.agentId`. */
	id: string;
	value: unknown;
	/** As the description says, where that is known; a value whose type is not known is sent as it is. */
	type?: DescribedType | undefined;
	required?: boolean;
}

/** What a connection says about paths, so that nobody has to fill it in. */
export interface KnownIds {
	accountId: string;
	workspaceId?: string | undefined;
}

/** Reads a file that was filled in. */
export type ReadFile = (field: Named, given: unknown) => Promise<UploadFile>;

/**
 * The request for an operation and what was filled in. It needs no description: the operation says where
 * it goes, and the IDs of the fields say where their values go.
 * @throws ViviInputError naming the field that is missing or cannot be sent
 */
export async function readCall(
	operation: unknown,
	filledIn: readonly FilledIn[],
	known: KnownIds,
	readFile: ReadFile,
): Promise<DescribedRequest> {
	const { method, path } = readOperationKey(operation);
	const ids = new Map<string, JsonValue>();
	const query = new Map<string, JsonValue>();
	const headers = new Map<string, string>();
	const body: BodyValue[] = [];
	for (const one of filledIn) {
		const { place, name } = placeOf(one.id);
		const field: Named = { name: one.id, label: name === '' ? labelOf(place) : name };
		if (isBlank(one.value)) {
			// Of a path the connection may know more.
			if (one.required === true && place !== 'path') throw missing(field);
			continue;
		}
		if (place === 'file') {
			body.push({ field, name, place, file: await readFile(field, one.value) });
			continue;
		}
		const value = readDescribedValue(field, one.value, place, one.type);
		if (place === 'path') ids.set(name, value);
		else if (place === 'query') query.set(name, value);
		else if (place === 'header') headers.set(name, readText(field, value));
		else body.push({ field, name, place, value });
	}
	const encoded = encodeBody(body);
	return {
		method,
		path: filledPath(path, ids, known),
		query: Object.fromEntries(query),
		headers: Object.fromEntries(headers),
		...(encoded && { body: encoded }),
		group: apiOperation.label,
		label: `${method} ${path}`,
	};
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

/** The connection's own account and workspace take the place of those that are not filled in. */
function filledPath(path: string, ids: ReadonlyMap<string, JsonValue>, known: KnownIds): string {
	return path.replace(/\{([^{}/]+)\}/g, (_, name: string) => {
		const given = ids.get(name) ?? knownId(name, known);
		if (isBlank(given)) throw missing({ name: `path.${name}`, label: labelOf(name) });
		return encodeId(Array.isArray(given) ? given.join(',') : given, name);
	});
}

/** What the connection knows of a path parameter, in any spelling of its name. */
export function knownId(name: string, { accountId, workspaceId }: KnownIds): string | undefined {
	const word = name.replace(/[_.-]/g, '').toLowerCase();
	if (word === 'accountid') return accountId;
	return word === 'workspaceid' ? workspaceId : undefined;
}
