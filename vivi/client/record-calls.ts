import { catalogue } from '../catalogue';
import type { Endpoint, Resource } from '../catalogue/types';
import { toApiError } from '../error-texts/api-error';
import { saysFailed } from '../error-texts/failed-answer';
import { ViviApiError } from '../errors';
import { isJsonObject, parseJson, writeJson, type JsonObject } from '../http/json';
import { bodyText, type HttpResponse, type RequestBody } from '../http/port';
import { isHtml } from '../http/web-page';
import type { Addressed } from './addressed';
import { isDeletedAlready } from './connection';
import { locate, type OperationInput, type Service } from './located';
import { missingFile, multipart, type UploadFile } from './multipart';
import { onlyRecord, readId, readRecord, type ListShape } from './read-list';

export interface RunInput extends OperationInput {
	body?: JsonObject;
	file?: UploadFile;
}

/** Any other operation than a list. */
export async function runOnRecord(
	service: Service,
	resource: Resource,
	operation: Endpoint,
	input: RunInput,
): Promise<JsonObject> {
	const { at, placed, url, context } = locate(service, resource, operation, input);
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
		// The upload itself reports all other errors.
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

/** The body, and the headers that describe it. */
function payload(
	{ operation, body: named, fileField }: Addressed,
	{ body, file, placed }: Pick<RunInput, 'body' | 'file'> & { placed: JsonObject },
): { body?: RequestBody; headers: Record<string, string> } {
	if (operation.kind === 'upload') {
		if (!file) {
			throw missingFile(operation.fields.find(({ type }) => type === 'file')?.name ?? 'file');
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
