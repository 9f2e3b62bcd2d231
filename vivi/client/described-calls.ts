import { freePath } from '../address/path';
import { apiUrl, type Query } from '../address/url';
import type { JsonObject } from '../http/json';
import type { HttpMethod, HttpResponse } from '../http/port';
import { isDeletedAlready, type Connection } from './connection';
import { typedHeaders } from './headers';
import { listAfter, type FirstPage } from './list-after';
import type { EncodedBody } from './multipart';
import type { ListShape } from './read-list';
import type { ListInput } from './resource-calls';

/** A request from the person's own API description. */
export interface DescribedRequest {
	method: HttpMethod;
	/** Below the base URL, without braces. */
	path: string;
	query: Query;
	headers: Readonly<Record<string, string>>;
	body?: EncodedBody;
	/** Its name in error texts. */
	group: string;
	label: string;
}

/** Sends the request; its answer unchanged, in bytes. */
export async function callDescribed(
	at: Connection,
	request: DescribedRequest,
): Promise<HttpResponse> {
	const { method, body: encoded } = request;
	const { url, context, headers } = described(at, request);
	return await at.call(
		{
			...{ method, url, responseType: 'bytes', ...(encoded && { body: encoded.body }) },
			headers: { ...(encoded && { 'content-type': encoded.contentType }), ...headers },
		},
		context,
		(sent) => method === 'DELETE' && isDeletedAlready(sent),
	);
}

/** The records of the list whose first page is that answer, a page at a time. */
export function listDescribed(
	at: Connection,
	request: DescribedRequest,
	first: FirstPage,
	input: Pick<ListInput, 'limit' | 'onEnd'> & { shape: ListShape },
): AsyncGenerator<JsonObject[]> {
	return listAfter(at, described(at, request), first, {
		...input,
		key: `described ${request.path}`,
	});
}

function described(
	at: Connection,
	{ method, path, query, headers, group, label }: DescribedRequest,
) {
	const operation = { label, resourceLabel: group, source: 'described', method } as const;
	return {
		url: apiUrl(at.base, freePath(path), query),
		context: { operation, ...at.errors },
		headers: { accept: '*/*', ...typedHeaders(headers, at.keyType, at.headers['x-user-id']) },
	};
}
