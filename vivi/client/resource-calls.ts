import { fillPath } from '../address/path';
import { apiUrl, type Query } from '../address/url';
import { catalogue } from '../catalogue';
import { resourcesInPath, usesOwnWorkspace } from '../catalogue/form';
import type { Endpoint, Resource } from '../catalogue/types';
import { toApiError } from '../error-texts/api-error';
import type { ApiErrorContext } from '../error-texts/context';
import { saysFailed } from '../error-texts/failed-answer';
import { ViviApiError, ViviInputError } from '../errors';
import { isJsonObject, parseJson, writeJson, type JsonObject, type JsonValue } from '../http/json';
import { bodyText, type HttpResponse, type RequestBody } from '../http/port';
import { isHtml } from '../http/web-page';
import { addressed, type Addressed } from './addressed';
import type { AddressMap } from './address-map';
import { fetchPage, isDeletedAlready, type Connection } from './connection';
import type { ListFacts } from './known-lists';
import type { ListEnd } from './list-reading';
import { multipart, type UploadFile } from './multipart';
import { readPage, type Page } from './page';
import type { PageCache } from './page-cache';
import { listPages, PAGE_SIZE } from './paging';
import { onlyRecord, readId, readRecord, type ListShape } from './read-list';

export interface OperationInput {
	/** The IDs in the path, by the catalogue's names; the client knows the account. */
	ids: Record<string, string>;
	query?: Record<string, JsonValue | undefined>;
}

export interface ListInput extends OperationInput {
	/** How many records are wanted; all unless given. */
	limit?: number;
	/** The cache for lists that are read again and again. */
	cache?: PageCache;
	/** The number of requests after which the list counts as endless. */
	maxRequests?: number;
	/** Asks for the end even where earlier readings say where it is. */
	doubt?: boolean;
	/** Called at the end of the list with what is known about it; not called when the limit came first. */
	onEnd?: (end: ListEnd) => void;
}

export interface RunInput extends OperationInput {
	body?: JsonObject;
	file?: UploadFile;
}

/** A connection, and the real addresses of the catalogue's operations. */
export interface Service extends Connection {
	addresses: AddressMap;
}

/** Records of a `list` operation, a page at a time. */
export async function* listRecords(
	service: Service,
	resource: Resource,
	operation: Endpoint,
	input: ListInput,
): AsyncGenerator<JsonObject[]> {
	const { limit, cache, maxRequests, doubt, onEnd } = input;
	const query: Query = { limit: Math.min(limit ?? PAGE_SIZE, PAGE_SIZE), ...input.query };
	const { at, placed, url } = locate(service, resource, operation, { ids: input.ids, query });
	const context = contextOf(service, resource, at.operation, input);
	const { headers } = placed;
	const pages = listPages({
		...{ base: service.base, url, context },
		facts: factsOf(service, at.operation),
		shape: at.shape,
		...(limit === undefined ? {} : { limit }),
		...(maxRequests !== undefined && { maxRequests }),
		...(doubt !== undefined && { doubt }),
		...(onEnd && { onEnd }),
		fetchPage: (page) =>
			fetchPage(service, at.page(page, placed.body), context, { headers, cache }),
	});
	for await (const records of pages) yield records.map(at.record);
}

/** A single page of a `list` operation. */
export async function readOnePage(
	service: Service,
	resource: Resource,
	operation: Endpoint,
	input: OperationInput & { after?: string },
): Promise<Page> {
	const { ids, query, after } = input;
	const whole = { ids, query: { limit: PAGE_SIZE, ...query } };
	const { at, placed, url } = locate(service, resource, operation, whole);
	const context = contextOf(service, resource, at.operation, input);
	const { headers } = placed;
	const found = await readPage({
		...{ base: service.base, url, context },
		facts: factsOf(service, at.operation),
		shape: at.shape,
		...(after !== undefined && { after }),
		fetchPage: (page) => fetchPage(service, at.page(page, placed.body), context, { headers }),
	});
	return { ...found, records: found.records.map(at.record) };
}

/** Any other operation than a list. */
export async function runOnRecord(
	service: Service,
	resource: Resource,
	operation: Endpoint,
	input: RunInput,
): Promise<JsonObject> {
	const { at, placed, url } = locate(service, resource, operation, input);
	const context = contextOf(service, resource, at.operation, input);
	const { kind, method } = at.operation;
	const { body, headers } = payload(at, { ...input, placed: placed.body });
	if (typeof body === 'object' && 'open' in body) await useKey(service, resource, input);
	const response = await service.call(
		{
			...{ method, url: at.url(url) },
			...(body === undefined ? {} : { body }),
			headers: { ...headers, ...placed.headers },
			// At another address, a creation may be a PUT; sent twice, it would make two records.
			...(['create', 'action', 'upload'].includes(kind) && { idempotent: false }),
		},
		context,
		(sent) => kind === 'delete' && isDeletedAlready(sent),
	);
	if (kind === 'delete' && response.status === 404) return { deleted: true };
	const shape = { ...at.shape, name: resource.name };
	const outcome = readOutcome(response, kind, shape);
	if (!outcome) throw toApiError(response, context);
	return 'record' in outcome ? at.record(outcome.record) : outcome.says;
}

/**
 * Reads the record that a large file goes into. A service that refuses a token closes the connection
 * while the file is still being sent, so that nobody sees why; after a small request the token is a good one.
 * @throws ViviApiError when the key is refused
 */
async function useKey(service: Service, { parent }: Resource, { ids }: RunInput): Promise<void> {
	const above = parent && catalogue[parent];
	const get = above && (above as Resource).operations.get;
	if (!get) return;
	try {
		await runOnRecord(service, above, get, { ids });
	} catch (error) {
		// Whatever else is wrong with the place, the upload itself will tell.
		if (!(error instanceof ViviApiError) || error.status === 401) throw error;
	}
}

/** The result of a success: a record, or a sign that it worked; undefined when it is neither. */
function readOutcome(
	response: HttpResponse,
	kind: Endpoint['kind'],
	shape: ListShape & { name: string },
): { record: JsonObject } | { says: JsonObject } | undefined {
	const answer = parseJson(bodyText(response));
	const refused = isJsonObject(answer) && saysFailed(answer) && !readId(answer, shape);
	if (refused || (answer === undefined && isHtml(response))) return undefined;
	if (kind === 'delete') return { says: { deleted: true } };

	const empty = answer === null || bodyText(response).trim() === '';
	if (kind === 'action' || kind === 'upload') {
		if (empty || answer === undefined) return { says: { success: true } };
		if (kind === 'action') return { says: isJsonObject(answer) ? answer : { data: answer } };
	}
	if (empty && kind !== 'get') return { says: { success: true } };
	const record = onlyRecord(answer);
	return record && { record: readRecord(record, shape) };
}

/** The operation at its real address, with the given and the known IDs. */
export function locate(
	{ base, accountId, workspaceId, addresses }: Service,
	resource: Resource,
	operation: Endpoint,
	{ ids, query }: OperationInput,
) {
	const known: Record<string, string> = { accountId };
	const mayBeLeftOut = usesOwnWorkspace(resource, operation);
	if (mayBeLeftOut && workspaceId !== undefined) known.workspaceId = workspaceId;
	const all = { ...known, ...filledIn(ids) };
	const at = addressed(resource, operation, addresses);
	const placed = at.place(all);
	const path = fillPath(at.operation.path, all);
	return { at, placed, url: apiUrl(base, path, { ...query, ...placed.query }) };
}

export function contextOf(
	{ workspaceId, errors }: Service,
	resource: Resource,
	operation: Endpoint,
	{ ids }: OperationInput,
): ApiErrorContext {
	const { label, source, method, roles, action } = operation;
	const known = { workspaceId, ...filledIn(ids) } as Record<string, unknown>;
	const records = resourcesInPath(operation)
		.map(({ idField, label: name }) => ({ label: name, id: String(known[idField] ?? '') }))
		.filter(({ id }) => id !== '');
	return {
		operation: { label, resourceLabel: resource.label, source, method, action },
		records,
		...errors,
		roles,
	};
}

/** The lists of an operation have the same paging in every place. */
function factsOf({ base, accountId, lists }: Service, { path }: Endpoint): ListFacts {
	return lists.of(`${base.href} ${accountId} ${path}`);
}

/** The body, and the headers that describe it. */
function payload(
	{ operation, body: named, fileField }: Addressed,
	{ body, file, placed }: Pick<RunInput, 'body' | 'file'> & { placed: JsonObject },
): { body?: RequestBody; headers: Record<string, string> } {
	if (operation.kind === 'upload') {
		if (!file) {
			throw new ViviInputError({
				code: 'missing_file',
				field: operation.fields.find(({ type }) => type === 'file')?.name ?? 'file',
				message: 'There is no file to upload.',
				hint: 'Choose a file, or check that the earlier step delivers one.',
			});
		}
		const part = multipart(fileField, file);
		return { body: part.body, headers: { 'content-type': part.contentType } };
	}
	const isEmpty = body === undefined && Object.keys(placed).length === 0;
	if (operation.method === 'GET' || operation.method === 'DELETE' || isEmpty) {
		return { headers: {} };
	}
	const whole = { ...placed, ...named(body ?? {}) };
	return { body: writeJson(whole), headers: { 'content-type': 'application/json' } };
}

/** A blank ID counts as not given, so that the connection's own takes its place. */
function filledIn(ids: Record<string, string>): Record<string, string> {
	return Object.fromEntries(
		// Values come from the shells' expressions, so the type promises too much.
		Object.entries(ids).filter(([, id]: [string, unknown]) =>
			typeof id === 'string' ? id.trim() !== '' : (id ?? undefined) !== undefined,
		),
	);
}
