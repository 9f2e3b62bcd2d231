import { answerFields } from '../catalogue/api-request';
import type { Client } from '../client/client';
import type { FreeRequest, FreeResponse } from '../client/free-call';
import { readFreeRequest } from '../client/free-request';
import { readFields, type InputValues } from '../client/input-values';
import { mayGoOn } from '../client/list-end-text';
import { shapeAt } from '../client/list-shape';
import { answeredFile } from '../http/answered-file';
import { isJsonObject, type JsonObject, type JsonValue } from '../http/json';
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
	const encoded = await readRequestBody(values, filledIn, ports);
	const request = { ...filledIn, ...(encoded && { encoded }) };
	const client = await ports.client();
	const answer = await client.request(request);
	const { status, headers } = answer;
	const about = { status, ...(isFull && { headers }) };
	// Later steps rely on the fields of a step.
	const isWhole = isFull || ports.step !== undefined;
	if (request.responseType === 'bytes') {
		const file = answeredFile({ headers, body: answer.body as Uint8Array });
		return { file, ...(isWhole && { record: about }) };
	}
	const body = pages
		? await readOn(client, request, answer, { ...pages, onHint: ports.hint })
		: (answer.body as JsonValue);
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
	if (responseType !== 'auto') {
		throw invalid(
			pagination,
			'needs answers that are read as JSON',
			`Switch it off, or choose Autodetect as '${answerFields.responseFormat.label}'.`,
		);
	}
	const most = read[limit.name] as number | undefined;
	return { isFull, pages: most === undefined ? {} : { limit: most } };
}

/** The records of the list whose first page is the answer. */
async function readOn(
	client: Pick<Client, 'requestList'>,
	request: FreeRequest,
	{ headers, body }: FreeResponse,
	{ limit, onHint }: { limit?: number; onHint: (text: string) => void },
): Promise<JsonObject[]> {
	const records: JsonObject[] = [];
	// Services answer with nothing where there are no records.
	const first = { headers, body: body === '' ? null : (body as JsonValue) };
	const pages = client.requestList(request, first, {
		...(limit !== undefined && { limit }),
		onEnd: (end) => {
			if (end === 'unknown') onHint(mayGoOn(shapeAt(request.path).plural, records.length));
		},
	});
	for await (const page of pages) {
		for (const record of page) records.push(record);
	}
	return records;
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
