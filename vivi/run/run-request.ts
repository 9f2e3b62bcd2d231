import type { FreeResponse } from '../client/free-call';
import { readFreeRequest } from '../client/free-request';
import type { InputValues } from '../client/input-values';
import { fileNameIn } from '../http/file-name';
import { isJsonObject, type JsonObject, type JsonValue } from '../http/json';
import type { Outcome, Ports } from './ports';

/** Sends a request of the person's own. */
export async function runRequest(values: InputValues, ports: Ports): Promise<Outcome> {
	const request = readFreeRequest(values);
	const client = await ports.client();
	const answer = await client.request(request);
	if (request.responseType === 'bytes') return { file: fileOf(answer) };
	const { status } = answer;
	const body = answer.body as JsonValue;
	return { records: ports.step ? [{ status, body }] : toRecords(body, status) };
}

function fileOf({ headers, body }: FreeResponse) {
	const name = fileNameIn(headers);
	const mimeType = headers['content-type']?.split(';')[0]?.trim();
	return {
		content: body as Uint8Array,
		...(name !== undefined && { name }),
		...(mimeType !== undefined && { mimeType }),
	};
}

/** JSON as it is, anything else as text. */
function toRecords(body: JsonValue, statusCode: number): JsonObject[] {
	if (Array.isArray(body)) {
		return body.map((entry) => (isJsonObject(entry) ? entry : { value: entry }));
	}
	if (isJsonObject(body)) return [body];
	return typeof body === 'string' && body.trim() === ''
		? [{ success: true, statusCode }]
		: [{ data: body }];
}
