import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { catalogue, resourcesInPath } from '../../../vivi/catalogue';
import type { InputField, Operation, Resource } from '../../../vivi/catalogue/types';
import { searchField } from '../../../vivi/catalogue/operations';
import type { Client } from '../../../vivi/client/client';
import { findByText, notAllLookedAt } from '../../../vivi/client/find-records';
import {
	readField as readValue,
	requestBody,
	requestQuery,
	takesJson,
} from '../../../vivi/client/input-values';
import { listShape, withId, type ListShape } from '../../../vivi/client/read-list';
import { runFields } from '../../../vivi/client/run-fields';
import { mayGoOn } from '../../../vivi/client/list-end-text';
import type { ListEnd } from '../../../vivi/client/list-reading';
import { simplify } from '../../../vivi/client/simplify';
import type { JsonObject } from '../../../vivi/http/json';
import { isRead } from '../description/resource-properties';
import { itemRecordId } from '../shared/given-id';
import { binaryFile } from '../shared/binary-file';
import { showHint } from '../shared/execution-hint';
import type { NodeOperation } from './node-operation';

/** An operation of the catalogue, with the parameters that the mapper made for it. */
export function catalogueOperation(resource: Resource, operation: Operation): NodeOperation {
	return {
		mayRunBeside: () => isRead(operation),
		async run(context, itemIndex, { clientFor }) {
			const client = await clientFor(itemIndex);
			return await run(context, itemIndex, client, { resource, operation });
		},
	};
}

async function run(
	context: IExecuteFunctions,
	itemIndex: number,
	client: Client,
	{ resource, operation }: { resource: Resource; operation: Operation },
): Promise<INodeExecutionData[]> {
	const ids = readIds(context, itemIndex, operation);
	const records =
		operation.kind === 'list'
			? await readList(context, itemIndex, client, { resource, operation, ids })
			: [
					await client.run(resource, operation, {
						ids,
						...(takesJson(operation) && {
							body: requestBody(operation, readValues(context, itemIndex, operation)),
						}),
						...(operation.kind === 'upload' && {
							file: await binaryFile(context, itemIndex, filePropertyOf(context, itemIndex)),
						}),
					}),
				];
	const shape = listShape(resource, operation);
	if (!isRead(operation) || readRunField(context, itemIndex, 'simplify') === false) {
		return records.map((record) => ({ json: promised(record, shape) }));
	}
	const fields = operation.output?.fields ?? resource.output;
	return records.map((record) => ({ json: simplify(record, shape, fields) }));
}

/** As VIVI sends it, with its ID as `id`; one that is a number there stays a number. */
function promised(record: JsonObject, shape: ListShape): JsonObject {
	return typeof record['id'] === 'number' ? record : withId(record, shape);
}

async function readList(
	context: IExecuteFunctions,
	itemIndex: number,
	client: Client,
	call: { resource: Resource; operation: Operation; ids: Record<string, string> },
) {
	const { resource, operation, ids } = call;
	const limit =
		readRunField(context, itemIndex, 'returnAll') === true
			? undefined
			: (readRunField(context, itemIndex, 'limit') as number);
	const filters = context.getNodeParameter('filters', itemIndex, {}) as IDataObject;
	const { [searchField.name]: text, ...query } = requestQuery(operation, filters);
	const wanted = { ids, ...(limit !== undefined && { limit }) };
	if (typeof text === 'string') {
		const search = { ...wanted, text, exact: false };
		const { records, whole } = await findByText(client, resource, search);
		if (!whole) showHint(context, notAllLookedAt(resource));
		return records;
	}
	const records: JsonObject[] = [];
	const onEnd = (end: ListEnd) => {
		const { plural } = operation.output ?? resource;
		if (end === 'unknown') showHint(context, mayGoOn(plural, records.length));
	};
	for await (const page of client.list(resource, operation, { ...wanted, query, onEnd })) {
		for (const record of page) records.push(record);
	}
	return records;
}

/** Read as fields of the catalogue are: an expression may give the text 'false', or nothing at all. */
function readRunField(context: IExecuteFunctions, itemIndex: number, name: keyof typeof runFields) {
	return readValue(runFields[name], context.getNodeParameter(name, itemIndex, ''));
}

function readIds(context: IExecuteFunctions, itemIndex: number, operation: Operation) {
	return Object.fromEntries(
		resourcesInPath(operation).map((place) => [
			place.idField,
			itemRecordId(context, itemIndex, place),
		]),
	);
}

/** What was filled in: the required fields by themselves, the others in their collection. */
function readValues(context: IExecuteFunctions, itemIndex: number, operation: Operation) {
	const values: Record<string, unknown> = {
		...(context.getNodeParameter('additionalFields', itemIndex, {}) as IDataObject),
	};
	for (const field of operation.fields) {
		if (field.required) {
			values[field.name] = readField(context, itemIndex, field, field.name);
		} else if (Object.hasOwn(values, field.name)) {
			values[field.name] = readField(context, itemIndex, field, `additionalFields.${field.name}`);
		}
	}
	return values;
}

function readField(
	context: IExecuteFunctions,
	itemIndex: number,
	field: InputField,
	parameter: string,
): unknown {
	// A parameter that is not shown has no value; without this n8n would call that an error.
	const none = '';
	return field.type === 'reference'
		? itemRecordId(context, itemIndex, catalogue[field.resource!], parameter)
		: context.getNodeParameter(parameter, itemIndex, none);
}

function filePropertyOf(context: IExecuteFunctions, itemIndex: number): string {
	return context.getNodeParameter('binaryPropertyName', itemIndex) as string;
}
