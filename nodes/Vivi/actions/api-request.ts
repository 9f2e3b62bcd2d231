import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { FreeRequest, FreeResponse } from '../../../vivi/client/client';
import { isBodiless, readFreeRequest, readMethod } from '../../../vivi/client/free-request';
import { fileNameIn } from '../../../vivi/http/file-name';
import { isJsonObject, type JsonValue } from '../../../vivi/http/json';
import type { NodeOperation } from './node-operation';

/** API Request → Send. */
export const sendApiRequest: NodeOperation = {
	mayRunBeside: (context, itemIndex) =>
		isBodiless(readMethod(context.getNodeParameter('method', itemIndex))),

	async run(context, itemIndex, { clientFor }) {
		const client = await clientFor(itemIndex);
		const request = readRequest(context, itemIndex);
		const answer = await client.request(request);
		if (request.responseType === 'bytes') {
			return [{ json: {}, binary: { data: await toBinary(context, answer) } }];
		}
		return toRecords(answer.body as JsonValue, answer.status).map((json) => ({ json }));
	},
};

function readRequest(context: IExecuteFunctions, itemIndex: number): FreeRequest {
	return readFreeRequest({
		method: context.getNodeParameter('method', itemIndex),
		path: context.getNodeParameter('path', itemIndex),
		query: pairs(context, itemIndex, 'query'),
		headers: pairs(context, itemIndex, 'headers'),
		body: context.getNodeParameter('body', itemIndex, ''),
		responseFormat: context.getNodeParameter('options.responseFormat', itemIndex, 'auto'),
	});
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

/** The names and values of a list. */
function pairs(context: IExecuteFunctions, itemIndex: number, list: string): unknown {
	return (context.getNodeParameter(list, itemIndex, {}) as IDataObject)['parameters'];
}
