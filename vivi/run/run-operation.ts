import { describedFields } from '../catalogue/api-operation';
import { requestFields } from '../catalogue/api-request';
import type { Endpoint, InputField, Operation, Resource } from '../catalogue/types';
import { isBodiless, readMethod } from '../client/free-request';
import type { InputValues } from '../client/input-values';
import type { JsonObject } from '../http/json';
import { readOperationKey } from '../openapi/operation-key';
import type { Choice, Outcome, Ports } from './ports';
import { findRecords } from './find-records';
import { runDescribed } from './run-described';
import { runOnChannel } from './run-on-channel';
import { runOnRecords } from './run-on-records';
import { runReport } from './run-report';
import { runRequest } from './run-request';
import { sendMessage } from './send-message';
import { sendTogether } from './send-together';
import { upsertRecord } from './upsert-record';

/**
 * Runs the operation that a person has chosen.
 * @param values what was filled in, by the fields' names, as forms, expressions and earlier steps
 * give it
 * @throws ViviInputError naming the field that is missing or cannot be read, before anything was sent
 * @throws ViviError for all failures of VIVI and of the way to it
 */
export async function runOperation(
	{ group, operation }: Choice,
	values: InputValues,
	ports: Ports,
): Promise<Outcome> {
	switch (operation.kind) {
		case 'report':
			return await runReport(operation, values, ports);
		case 'request':
			return await runRequest(values, ports);
		case 'described':
			return await runDescribed(values, ports);
		case 'message':
			return await sendMessage(values, ports);
		case 'messages':
			return await sendAlone(values, ports);
		case 'upsert':
			return await upsertRecord(group as Resource, operation, values, ports);
		case 'find':
			return await findRecords(group as Resource, operation as Endpoint, values, ports);
		default:
			return operation.connection === 'channel'
				? await runOnChannel(operation as Endpoint, values, ports)
				: await runOnRecords(group as Resource, operation as Endpoint, values, ports);
	}
}

/** Runs an operation for several items on a single item. */
async function sendAlone(values: InputValues, ports: Ports): Promise<Outcome> {
	const records: JsonObject[] = [];
	for await (const result of sendTogether([{ values, ports }])) {
		if ('error' in result) throw result.error;
		records.push(result.record);
	}
	return { records };
}

/**
 * Whether the operation changes nothing, so that several items may run at the same time. A report
 * already reads many lists at the same time.
 * @param given what was filled in for the operation
 */
export function mayRunBeside(
	{ kind, safety }: Operation,
	given: (field: InputField) => unknown,
): boolean {
	if (kind === 'request') return isBodiless(readMethod(given(requestFields.method)));
	if (kind === 'described')
		return isBodiless(readOperationKey(given(describedFields.apiOperation)).method);
	return safety === 'read' && kind !== 'report';
}
