import { showsRecords, takesJson } from '../catalogue/form';
import { limit, returnAll, simplify as simplifyField } from '../catalogue/settings';
import type { Endpoint, Resource } from '../catalogue/types';
import { readField, requestBody, type InputValues } from '../client/input-values';
import { ViviApiError } from '../errors';
import { listShape, readId, withId, type ListShape } from '../client/read-list';
import { simplify } from '../client/simplify';
import type { JsonObject } from '../http/json';
import type { Outcome, Ports, Result } from './ports';
import { readPathIds } from './read-path-ids';
import { canWait, doneStatus, readPatience, statusOf, whenDone } from './when-done';
import { readSelection, selectedRecords } from './selected-records';

interface Call {
	resource: Resource;
	operation: Endpoint;
	ids: Record<string, string>;
	values: InputValues;
}

/** Runs an operation with one address on the records of a resource. */
export async function runOnRecords(
	resource: Resource,
	operation: Endpoint,
	values: InputValues,
	ports: Ports,
): Promise<Outcome> {
	const ids = readPathIds(operation, values);
	const call = { resource, operation, ids, values };
	const shape = listShape(resource, operation);
	if (operation.kind === 'download') {
		const client = await ports.client();
		const { file, record } = await client.download(resource, operation, { ids });
		return { file, record: simplify(record, shape, resource.output) };
	}
	if (operation.kind === 'list') return shown(await readList(call, ports), call);
	const patience = readPatience(operation, values, ports);
	const answer = await change(call, ports);
	if (ports.step && !showsRecords(operation)) {
		const more = canWait(operation) ? await stepStatus(call, answer, ports, patience) : {};
		return { records: [{ ...promised(answer, call), ...more }] };
	}
	const given = (record: JsonObject): Result =>
		showsRecords(operation) ? shown([record], call) : { records: [withOwnId(record, shape)] };
	if (!patience) return given(answer);
	const client = await ports.client();
	const later = async () => given(await whenDone(call, answer, client, patience()));
	return ports.step ? await later() : { later };
}

/** The further output of a step that waits: the record at the end, and whether VIVI is still at work. */
async function stepStatus(
	call: Call,
	answer: JsonObject,
	ports: Ports,
	patience: ReturnType<typeof readPatience>,
): Promise<JsonObject> {
	if (!patience) return { ...statusOf(call, answer) };
	try {
		const record = await whenDone(call, answer, await ports.client(), patience());
		return { ...withOwnId(record, call.resource), ...doneStatus(call) };
	} catch (error) {
		if (!(error instanceof ViviApiError) || error.code !== 'not_done_in_time') throw error;
		return { pending: true, statusText: error.message };
	}
}

/** Records in the wanted form. */
function shown(records: readonly JsonObject[], { resource, operation, values }: Call): Result {
	const shape = listShape(resource, operation);
	if (readField(simplifyField, values[simplifyField.name]) === false) {
		return { records: records.map((record) => withOwnId(record, shape)) };
	}
	const fields = operation.output?.fields ?? resource.output;
	return { records: records.map((record) => simplify(record, shape, fields)) };
}

/** The record as VIVI sends it, with its ID as `id`; a numeric ID stays a number. */
function withOwnId(record: JsonObject, shape: ListShape): JsonObject {
	return typeof record['id'] === 'number' ? record : withId(record, shape);
}

/**
 * VIVI may answer with the record or with nothing. The next steps need the ID of the record, and a
 * sign of success where there is no other.
 */
function promised(answer: JsonObject, { resource, operation, ids }: Call): JsonObject {
	const given = operation.kind === 'action' ? { success: true, ...answer } : answer;
	// A copy is another record than its original.
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
	const isAll = readField(returnAll, values[returnAll.name]) === true;
	const most = isAll ? undefined : (readField(limit, values[limit.name]) as number);
	const selection = readSelection(operation, values, ports);
	return await selectedRecords(resource, operation, { ids, limit: most }, selection, ports);
}
