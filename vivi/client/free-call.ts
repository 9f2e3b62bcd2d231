import { freePath } from '../address/path';
import { apiUrl } from '../address/url';
import { parseJson, type JsonObject, type JsonValue } from '../http/json';
import { bodyText, type HttpMethod, type HttpResponse } from '../http/port';
import type { Connection } from './connection';
import { typedHeaders } from './headers';
import { listAfter, type FirstPage } from './list-after';
import { shapeAt } from './list-shape';
import type { EncodedBody } from './multipart';
import type { ListInput } from './resource-calls';

export interface FreeRequest {
	method: HttpMethod;
	/** Below the base URL; may have a query. */
	path: string;
	query?: Record<string, JsonValue | undefined>;
	headers?: Record<string, string>;
	/** Text is sent unchanged, anything else as JSON. */
	body?: JsonValue;
	/** A form or a file, instead of `body`. */
	encoded?: EncodedBody;
	/** `auto`, the default, reads JSON where it is JSON. */
	responseType?: 'auto' | 'text' | 'bytes';
}

export interface FreeResponse {
	status: number;
	headers: Record<string, string>;
	body: JsonValue | Uint8Array;
}

/** Sends the request of a person. */
export async function freeCall(at: Connection, input: FreeRequest): Promise<FreeResponse> {
	const { method, body, responseType = 'auto' } = input;
	const { url, context, headers } = addressed(at, input);
	const sent = input.encoded ?? encodedText(body);
	const response = await at.call(
		{
			method,
			url,
			responseType: responseType === 'bytes' ? 'bytes' : 'text',
			...(sent && { body: sent.body }),
			headers: {
				...(responseType === 'auto' ? {} : { accept: '*/*' }),
				...(sent && { 'content-type': sent.contentType }),
				...headers,
			},
		},
		context,
	);
	return { status: response.status, headers: response.headers, body: readFree(response, input) };
}

function encodedText(body: JsonValue | undefined): EncodedBody | undefined {
	if (body === undefined || body === '') return undefined;
	if (typeof body !== 'string') {
		return { contentType: 'application/json', body: JSON.stringify(body) };
	}
	const isText = parseJson(body) === undefined;
	return { contentType: isText ? 'text/plain; charset=utf-8' : 'application/json', body };
}

/** The records of the list whose first page is that answer, a page at a time. */
export function listFree(
	at: Connection,
	request: FreeRequest,
	first: FirstPage,
	input: Pick<ListInput, 'limit' | 'onEnd'>,
): AsyncGenerator<JsonObject[]> {
	const made = addressed(at, request);
	const { pathname } = new URL(made.url);
	return listAfter(at, made, first, {
		...input,
		shape: shapeAt(pathname),
		key: `free ${pathname}`,
	});
}

function addressed(at: Connection, { method, path, query, headers = {} }: FreeRequest) {
	const { base, accountId, workspaceId, keyType } = at;
	return {
		headers: typedHeaders(headers, keyType, at.headers['x-user-id']),
		url: apiUrl(base, freePath(path, { accountId, workspaceId }), query),
		context: { method, ...at.errors },
	};
}

function readFree(response: HttpResponse, { responseType }: FreeRequest): FreeResponse['body'] {
	if (responseType === 'bytes') {
		return typeof response.body === 'string' ? Buffer.from(response.body) : response.body;
	}
	const text = bodyText(response);
	const type = response.headers['content-type'] ?? '';
	// Without a content type both are possible; with another one the text is sent unchanged.
	const mayBeJson = type === '' || /[/+]json\b/i.test(type);
	const json = responseType === 'text' || !mayBeJson ? undefined : parseJson(text);
	return json === undefined ? text : json;
}
