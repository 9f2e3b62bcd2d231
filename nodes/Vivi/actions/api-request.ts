import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { FreeRequest, FreeResponse } from '../../../vivi/client/client';
import { ViviInputError } from '../../../vivi/errors';
import { fileNameIn } from '../../../vivi/http/file-name';
import { isJsonObject, parseJson, type JsonValue } from '../../../vivi/http/json';
import type { HttpMethod } from '../../../vivi/http/port';
import type { NodeOperation } from './node-operation';

type ResponseFormat = 'auto' | 'file' | 'text';

/** API Request → Send. */
export const sendApiRequest: NodeOperation = {
	mayRunBeside: (context, itemIndex) => context.getNodeParameter('method', itemIndex) === 'GET',

	async run(context, itemIndex, clientFor) {
		const client = await clientFor(itemIndex);
		const format = context.getNodeParameter('options.responseFormat', itemIndex, 'auto');
		const answer = await client.request({
			...readRequest(context, itemIndex),
			responseType: format === 'file' ? 'bytes' : (format as Exclude<ResponseFormat, 'file'>),
		});
		if (format === 'file') {
			return [{ json: {}, binary: { data: await toBinary(context, answer) } }];
		}
		return toRecords(answer.body as JsonValue, answer.status).map((json) => ({ json }));
	},
};

function readRequest(context: IExecuteFunctions, itemIndex: number): FreeRequest {
	const method = context.getNodeParameter('method', itemIndex) as HttpMethod;
	const body = method === 'GET' ? undefined : jsonBody(context, itemIndex);
	return {
		method,
		path: context.getNodeParameter('path', itemIndex) as string,
		query: queryOf(pairs(context, itemIndex, 'query')),
		headers: Object.fromEntries(
			pairs(context, itemIndex, 'headers').map(([name, value]) => [name, String(value ?? '')]),
		),
		...(body !== undefined && { body }),
	};
}

async function toBinary(context: IExecuteFunctions, { headers, body }: FreeResponse) {
	const name = fileNameIn(headers);
	const mimeType = headers['content-type']?.split(';')[0]?.trim();
	return await context.helpers.prepareBinaryData(Buffer.from(body as Uint8Array), name, mimeType);
}

/** Items of an answer that the client has read already: JSON as it is, anything else as text. */
function toRecords(body: JsonValue, statusCode: number): IDataObject[] {
	if (Array.isArray(body)) {
		return body.map((entry) => (isJsonObject(entry) ? entry : { value: entry }));
	}
	if (isJsonObject(body)) return [body];
	return typeof body === 'string' && body.trim() === ''
		? [{ success: true, statusCode }]
		: [{ data: body }];
}

/** The names and values of a list; values may be of any type, as expressions give them. */
function pairs(
	context: IExecuteFunctions,
	itemIndex: number,
	list: string,
): Array<[string, JsonValue | undefined]> {
	const { parameters = [] } = context.getNodeParameter(list, itemIndex, {}) as {
		parameters?: Array<{ name?: unknown; value?: JsonValue }>;
	};
	return parameters
		.filter(({ name }) => typeof name === 'string' && name !== '')
		.map(({ name, value }) => [String(name), value]);
}

/** A name that is there several times has all its values; dates become text, as JSON has them. */
function queryOf(
	entries: Array<[string, JsonValue | undefined]>,
): NonNullable<FreeRequest['query']> {
	const query = new Map<string, JsonValue[]>();
	for (const [name, value] of entries) {
		const plain = JSON.parse(JSON.stringify(value ?? '')) as JsonValue;
		query.set(name, [...(query.get(name) ?? []), plain].flat());
	}
	return Object.fromEntries(query);
}

/** AI agents sometimes hand over an object where n8n's editor gives text; both are fine. */
function jsonBody(context: IExecuteFunctions, itemIndex: number): JsonValue | undefined {
	const given = context.getNodeParameter('body', itemIndex, '') as unknown;
	if (typeof given !== 'string') return (given ?? undefined) as JsonValue | undefined;
	if (given.trim() === '') return undefined;
	if (parseJson(given) === undefined) {
		throw new ViviInputError({
			code: 'invalid_json',
			field: 'body',
			message: "'Body' is not valid JSON.",
			hint: 'Check quotes and commas, or switch the field to an expression that gives an object.',
		});
	}
	// As it was written: reading it would round long numbers, and a JSON string would be sent as plain text.
	return given;
}
