import { freePath } from '../address/path';
import { apiUrl, type Query } from '../address/url';
import type { ApiErrorContext } from '../error-texts/context';
import type { JsonObject, JsonValue } from '../http/json';
import type { HttpMethod, HttpResponse } from '../http/port';
import { fetchPage, isDeletedAlready, type Connection } from './connection';
import { typedHeaders } from './headers';
import { allOf, ListReading, type RecordList } from './list-reading';
import type { EncodedBody } from './multipart';
import { mayGoOn } from './paging-errors';
import { shapeAt } from './read-list';

/** A request that a person has put together. */
export interface FreeRequest {
	method: HttpMethod;
	/** Below the base URL; may have a query, and `{accountId}` and `{workspaceId}` of the key. */
	path: string;
	query?: Query;
	headers?: Readonly<Record<string, string>>;
	body?: EncodedBody | undefined;
	/** JSON unless given, as text. */
	responseType?: 'text' | 'bytes';
	/** The operation of the person's API description; absent for 'API Request'. */
	described?: { group: string; label: string };
}

/** The answer with the first page of a list. */
export type FirstPage = Pick<HttpResponse, 'headers'> & { body: JsonValue };

/** Sends the request. */
export async function freeCall(at: Connection, request: FreeRequest): Promise<HttpResponse> {
	const { method, body: sent, responseType, described } = request;
	const { url, context, headers } = addressed(at, request);
	return await at.call(
		{
			...{ method, url, ...(responseType && { responseType }) },
			...(sent && { body: sent.body }),
			headers: { ...(sent && { 'content-type': sent.contentType }), ...headers },
		},
		context,
		(answer) => described !== undefined && method === 'DELETE' && isDeletedAlready(answer),
	);
}

/**
 * The records of the list whose first page is the answer to that request.
 * @throws ViviApiError `unexpected_answer` when it is not a list
 */
export function listFree(
	at: Connection,
	request: FreeRequest,
	first: FirstPage,
	limit?: number,
): RecordList {
	const { base, accountId, lists } = at;
	const { url, context, headers } = addressed(at, request);
	return new ListReading({
		...{ base, url, context, limit, shape: shapeAt(request.path) },
		facts: lists.of(`${base.href} ${accountId} free ${new URL(url).pathname}`),
		fetchPage: async (page) =>
			page === url
				? first
				: await fetchPage(at, { method: 'GET', url: page }, context, { headers }),
	});
}

/** All records of such a list; a hint says where there may be more. */
export async function readOn(
	list: RecordList,
	{ path }: FreeRequest,
	onHint: (text: string) => void,
): Promise<JsonObject[]> {
	const records = await allOf(list);
	if (list.end === 'unknown') onHint(mayGoOn(shapeAt(path).plural, records.length));
	return records;
}

function addressed(at: Connection, request: FreeRequest) {
	const { base, accountId, workspaceId, keyType, errors } = at;
	const { path, query, headers = {}, responseType } = request;
	return {
		headers: {
			...(responseType && { accept: '*/*' }),
			...typedHeaders(headers, keyType, at.headers['x-user-id']),
		},
		url: apiUrl(base, freePath(path, { accountId, workspaceId }), query),
		context: { ...contextOf(request), ...errors },
	};
}

/** Names the request in the texts of errors. */
export function contextOf({ method, described }: FreeRequest): ApiErrorContext {
	if (!described) return { method };
	const { label, group } = described;
	return { operation: { label, resourceLabel: group, source: 'described', method } };
}
