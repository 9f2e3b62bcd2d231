import type { Client } from '../client/client';
import { contextOf, readOn, type FreeRequest } from '../client/free-call';
import { readId, readList, shapeAt, type ListShape } from '../client/read-list';
import { toApiError } from '../error-texts/api-error';
import { saysFailed } from '../error-texts/failed-answer';
import { answeredFile, type AnsweredFile } from '../http/answered-file';
import { isJsonObject, parseJson, type JsonObject, type JsonValue } from '../http/json';
import { isHtml } from '../http/web-page';
import { bodyText, type HttpMethod, type HttpResponse } from '../http/port';

/** The result of an operation. */
export type DescribedOutcome =
	{ list: JsonObject[] } | { value: JsonValue } | { nothing: true } | { file: AnsweredFile };

/**
 * Whether an operation may answer with a list of several pages: it reads, and its address does not
 * end with the ID of a record.
 */
export function mayBeList({ method, path }: { method: HttpMethod; path: string }): boolean {
	return method === 'GET' && !/\}[^/]*$/.test(path);
}

/**
 * Runs an operation of the person's API description. The kind of result follows from the answer: a
 * file, a list, whose further pages are read too, or a record.
 * @param path the path in the description, with its braces
 * @param options.limit how many records of a list are wanted; all unless given
 * @param options.onHint gets hints about the list for the person
 */
export async function runCall(
	client: Pick<Client, 'request' | 'requestList'>,
	request: FreeRequest,
	{
		limit,
		onHint,
		template,
	}: { limit?: number | undefined; onHint: (text: string) => void; template: string },
): Promise<DescribedOutcome> {
	const response = await client.request(request);
	const { method } = request;
	if (isFile(response)) return { file: answeredFile(response) };
	const text = bodyText(response);
	const body = parseJson(text);
	const { headers } = response;
	const shape = shapeAt(request.path);
	if (body === undefined && isHtml(response)) throw refused(response, request);
	if (isJsonObject(body) && saysFailed(body) && readId(body, shape) === undefined) {
		throw refused(response, request);
	}
	if (response.status === 404 || text.trim() === '') return { nothing: true };
	if (body === undefined) return { value: text };
	if (!mayBeList({ method, path: template }) || !isList(body, shape)) return { value: body };
	const list = client.requestList(request, { headers, body }, limit);
	return { list: await readOn(list, request, onHint) };
}

function refused(response: HttpResponse, request: FreeRequest) {
	return toApiError(response, contextOf(request));
}

/** Whether the answer is an attachment, or content other than JSON and text. */
function isFile({ status, headers, body }: HttpResponse): boolean {
	if (status === 404 || body.length === 0) return false;
	if (/^\s*attachment\b/i.test(headers['content-disposition'] ?? '')) return true;
	const type = (headers['content-type'] ?? '').split(';', 1)[0]!.trim();
	return type !== '' && !/^text\/|[/+](json|xml)$|\bjson\b/i.test(type);
}

/** Whether these are records of a list; a single record that holds others has an ID of its own. */
function isList(body: JsonValue, shape: ListShape): boolean {
	if (!Array.isArray(body)) {
		if (!isJsonObject(body)) return false;
		const inner = body['data'];
		if ([body, inner].some((one) => isJsonObject(one) && readId(one, shape) !== undefined))
			return false;
	}
	try {
		readList(body, shape);
		return true;
	} catch {
		return false;
	}
}
