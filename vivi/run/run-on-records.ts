import { showsRecords, takesJson } from '../catalogue/form';
import { searchField } from '../catalogue/operations';
import { limit, returnAll, simplify as simplifyField } from '../catalogue/settings';
import type { Endpoint, InputField, Resource } from '../catalogue/types';
import { findByText, notAllLookedAt } from '../client/find-records';
import { readField, requestBody, requestQuery, type InputValues } from '../client/input-values';
import { mayGoOn } from '../client/list-end-text';
import type { ListEnd } from '../client/list-reading';
import { listShape, readId, withId, type ListShape } from '../client/read-list';
import { simplify } from '../client/simplify';
import type { JsonObject } from '../http/json';
import type { Outcome, Ports } from './ports';
import { readPathIds } from './read-path-ids';

interface Call {
	resource: Resource;
	operation: Endpoint;
	ids: Record<string, string>;
	values: InputValues;
}

/** Does something with the records of a resource, at one address. */
export async function runOnRecords(
	resource: Resource,
	operation: Endpoint,
	values: InputValues,
	ports: Ports,
): Promise<Outcome> {
	const ids = readPathIds(operation, values);
	const call = { resource, operation, ids, values };
	const shape = listShape(resource, operation);
	if (!showsRecords(operation)) {
		const record = await change(call, ports);
		return { records: [ports.step ? promised(record, call) : withOwnId(record, shape)] };
	}
	const records =
		operation.kind === 'list' ? await readList(call, ports) : [await change(call, ports)];
	if (readField(simplifyField, values[simplifyField.name]) === false) {
		return { records: records.map((record) => withOwnId(record, shape)) };
	}
	const fields = operation.output?.fields ?? resource.output;
	return { records: records.map((record) => simplify(record, shape, fields)) };
}

/** As VIVI sends it, with its ID as `id`; one that is a number there stays a number. */
function withOwnId(record: JsonObject, shape: ListShape): JsonObject {
	return typeof record['id'] === 'number' ? record : withId(record, shape);
}

/**
 * VIVI may answer with the record or with nothing. The steps to come rely on the ID of what was worked on,
 * and on a word of success where there is no other.
 */
function promised(answer: JsonObject, { resource, operation, ids }: Call): JsonObject {
	const given = operation.kind === 'action' ? { success: true, ...answer } : answer;
	// A copy is another record than the one it is made of.
	const worked = operation.kind === 'create' ? undefined : ids[resource.idField];
	const id = readId(answer, resource) ?? worked;
	return id === undefined || id === '' ? given : { ...given, id };
}

async function change({ resource, operation, ids, values }: Call, ports: Ports) {
	const client = await ports.client();
	const file = operation.fields.find(({ type }) => type === 'file');
	return await client.run(resource, operation, {
		ids,
		...(takesJson(operation) && { body: requestBody(operation, values) }),
		...(file && { file: await ports.file(file, values[file.name]) }),
	});
}

async function readList(
	{ resource, operation, ids, values }: Call,
	ports: Ports,
): Promise<JsonObject[]> {
	const most = isWanted(returnAll, values) ? {} : { limit: readNumber(limit, values) };
	const { [searchField.name]: text, ...query } = requestQuery(operation, values);
	const client = await ports.client();
	if (typeof text === 'string') {
		const search = { ids, ...most, text, exact: false };
		const { records, whole } = await findByText(client, resource, search);
		if (!whole) ports.hint(notAllLookedAt(resource));
		return records;
	}
	const records: JsonObject[] = [];
	const onEnd = (end: ListEnd) => {
		const { plural } = listShape(resource, operation);
		if (end === 'unknown') ports.hint(mayGoOn(plural, records.length));
	};
	for await (const page of client.list(resource, operation, { ids, ...most, query, onEnd })) {
		for (const record of page) records.push(record);
	}
	return records;
}

function isWanted(field: InputField, values: InputValues): boolean {
	return readField(field, values[field.name]) === true;
}

function readNumber(field: InputField, values: InputValues): number {
	return readField(field, values[field.name]) as number;
}
