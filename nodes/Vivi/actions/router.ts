import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { catalogue, findOperation } from '../../../vivi/catalogue';
import { ViviInputError } from '../../../vivi/errors';
import { isJsonObject, parseJson, type JsonValue } from '../../../vivi/http/json';
import type { HttpMethod } from '../../../vivi/http/port';
import { clientFor } from '../shared/transport';

/** Carries out what the node's parameters say for one item; the answer's records in their order. */
export async function runOperation(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<IDataObject[]> {
	const resource = context.getNodeParameter('resource', itemIndex) as string;
	const operation = context.getNodeParameter('operation', itemIndex) as string;
	if (resource === 'workspace' && operation === 'getAll')
		return await workspaces(context, itemIndex);
	if (resource === 'apiRequest' && operation === 'send')
		return await apiRequest(context, itemIndex);
	throw new ViviInputError({
		code: 'unknown_operation',
		field: 'operation',
		message: `'Operation' ${operation} does not exist for the resource ${resource}.`,
		hint: 'Choose the resource and the operation again from their lists.',
	});
}

async function workspaces(context: IExecuteFunctions, itemIndex: number): Promise<IDataObject[]> {
	const client = await clientFor(context, itemIndex);
	const returnAll = context.getNodeParameter('returnAll', itemIndex) as boolean;
	const limit = returnAll ? undefined : (context.getNodeParameter('limit', itemIndex) as number);
	const records: IDataObject[] = [];
	const pages = client.list(catalogue.workspace, findOperation(catalogue.workspace, 'getAll')!, {
		ids: {},
		...(limit !== undefined && { limit }),
	});
	for await (const page of pages) records.push(...page);
	return records;
}

async function apiRequest(context: IExecuteFunctions, itemIndex: number): Promise<IDataObject[]> {
	const client = await clientFor(context, itemIndex);
	const method = context.getNodeParameter('method', itemIndex) as HttpMethod;
	const body = method === 'GET' ? undefined : jsonBody(context, itemIndex);
	const answer = await client.request({
		method,
		path: context.getNodeParameter('path', itemIndex) as string,
		query: pairs(context.getNodeParameter('query', itemIndex, {}) as IDataObject),
		headers: pairs(context.getNodeParameter('headers', itemIndex, {}) as IDataObject),
		...(body !== undefined && { body }),
	});
	return toRecords(answer.body as JsonValue, answer.status);
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

function pairs(collection: IDataObject): Record<string, string> {
	const entries = (collection['parameters'] ?? []) as Array<{ name?: unknown; value?: unknown }>;
	return Object.fromEntries(
		entries
			.filter(({ name }) => typeof name === 'string' && name !== '')
			.map(({ name, value }) => [String(name), String(value ?? '')]),
	);
}

/** AI agents sometimes hand over an object where n8n's editor gives text; both are fine. */
function jsonBody(context: IExecuteFunctions, itemIndex: number): JsonValue | undefined {
	const given = context.getNodeParameter('body', itemIndex, '') as unknown;
	if (typeof given !== 'string') return (given ?? undefined) as JsonValue | undefined;
	if (given.trim() === '') return undefined;
	const value = parseJson(given);
	if (value === undefined) {
		throw new ViviInputError({
			code: 'invalid_json',
			field: 'body',
			message: "'Body' is not valid JSON.",
			hint: 'Check quotes and commas, or switch the field to an expression that gives an object.',
		});
	}
	return value;
}
