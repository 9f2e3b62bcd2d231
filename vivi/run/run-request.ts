import { answerFields } from '../catalogue/api-request';
import { readOn, type FreeRequest } from '../client/free-call';
import { readFreeRequest } from '../client/free-request';
import { readFields, type InputValues } from '../client/input-values';
import { answeredFile } from '../http/answered-file';
import { isJsonObject, parseJson, type JsonObject, type JsonValue } from '../http/json';
import { bodyText, type HttpResponse } from '../http/port';
import { invalid } from '../input/problems';
import type { Outcome, Ports } from './ports';
import { readRequestBody } from './read-request-body';

/** The settings of how the answer is read and handed over. */
interface Handover {
	isFull: boolean;
	/** Whether the following pages are read too; at most so many records. */
	pages?: { limit?: number };
}

/** Sends a free request. */
export async function runRequest(values: InputValues, ports: Ports): Promise<Outcome> {
	const filledIn = readFreeRequest(values);
	const { isFull, pages } = readHandover(values, filledIn);
	const form = await readRequestBody(values, filledIn, ports);
	const request = { ...filledIn, ...(form && { body: form }) };
	const client = await ports.client();
	const answer = await client.request(request);
	const { status, headers } = answer;
	const about = { status, ...(isFull && { headers }) };
	// Later steps rely on the fields of a step.
	const isWhole = isFull || ports.step !== undefined;
	if (request.responseType === 'bytes') {
		return { file: answeredFile(answer), ...(isWhole && { record: about }) };
	}
	let body = bodyOf(answer, request);
	if (pages) {
		// Services answer with nothing where there are no records.
		const list = client.requestList(
			request,
			{ headers, body: body === '' ? null : body },
			pages.limit,
		);
		body = await readOn(list, request, ports.hint);
	}
	return { records: isWhole ? [{ ...about, body }] : toRecords(body, status) };
}

/** @throws ViviInputError when two choices contradict each other */
function readHandover(values: InputValues, { method, responseType }: FreeRequest): Handover {
	const { fullResponse, pagination, limit } = answerFields;
	const read = readFields([fullResponse, pagination, limit], values);
	const isFull = read[fullResponse.name] === true;
	if (read[pagination.name] !== 'all') return { isFull };
	if (method !== 'GET') {
		throw invalid(
			pagination,
			`cannot be used with ${method}`,
			'Lists are read with GET. Switch it off, or choose GET.',
		);
	}
	if (responseType !== undefined) {
		throw invalid(
			pagination,
			'needs answers that are read as JSON',
			`Switch it off, or choose Autodetect as '${answerFields.responseFormat.label}'.`,
		);
	}
	const most = read[limit.name] as number | undefined;
	return { isFull, pages: most === undefined ? {} : { limit: most } };
}

/** The JSON of an answer, or else its text. */
function bodyOf(response: HttpResponse, { responseType }: FreeRequest): JsonValue {
	const text = bodyText(response);
	const type = response.headers['content-type'] ?? '';
	// Without a content type both are possible; with another one the text is handed over unchanged.
	const mayBeJson = type === '' || /[/+]json\b/i.test(type);
	const json = responseType === 'text' || !mayBeJson ? undefined : parseJson(text);
	return json === undefined ? text : json;
}

/** JSON stays as it is, anything else becomes text. */
function toRecords(body: JsonValue, statusCode: number): JsonObject[] {
	if (Array.isArray(body)) {
		return body.map((entry) => (isJsonObject(entry) ? entry : { value: entry }));
	}
	if (isJsonObject(body)) return [body];
	return typeof body === 'string' && body.trim() === ''
		? [{ success: true, statusCode }]
		: [{ data: body }];
}
