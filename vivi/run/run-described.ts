import { describedFields, describedSettings } from '../catalogue/api-operation';
import type { InputField } from '../catalogue/types';
import { readField, type InputValues } from '../client/input-values';
import type { UploadFile } from '../client/multipart';
import { isJsonObject, type JsonObject, type JsonValue } from '../http/json';
import { readOperationKey } from '../openapi/operation-key';
import { readCall, type FilledIn } from '../openapi/read-call';
import { runCall, type DescribedOutcome } from '../openapi/run-call';
import type { Outcome, Ports } from './ports';

const { returnAll, limit } = describedSettings;

/**
 * Runs an operation of the person's API description. The chosen value holds method and path, so the
 * description itself is not needed.
 */
export async function runDescribed(values: InputValues, ports: Ports): Promise<Outcome> {
	const { apiOperation, fields } = describedFields;
	const operation = values[apiOperation.name];
	const { method, path } = readOperationKey(operation);
	const client = await ports.client();
	const filledIn = (values[fields.name] ?? []) as readonly FilledIn[];
	const request = await readCall(operation, filledIn, client, async (named, given) => {
		const field: InputField = { ...named, type: 'file', help: '' };
		const files: UploadFile[] = [];
		for (const one of ports.filesIn(field, given)) files.push(await ports.file(field, one));
		return files;
	});
	const isAll = readField(returnAll, values[returnAll.name]) === true;
	const outcome = await runCall(client, request, {
		template: path,
		limit: isAll ? undefined : readLimit(values),
		onHint: ports.hint,
	});
	if ('file' in outcome) return outcome;
	const records = recordsOf(outcome, method === 'DELETE');
	const isList = 'list' in outcome || ('value' in outcome && Array.isArray(outcome.value));
	if (!ports.step || !isList) return { records };
	return { records: [{ records, count: records.length }] };
}

function readLimit(values: InputValues): number {
	return readField({ ...limit, default: limit.initial }, values[limit.name]) as number;
}

function recordsOf(
	outcome: Exclude<DescribedOutcome, { file: unknown }>,
	isDelete: boolean,
): JsonObject[] {
	if ('list' in outcome) return outcome.list;
	if ('nothing' in outcome) return [isDelete ? { deleted: true } : { success: true }];
	return [outcome.value].flat().map(asRecord);
}

function asRecord(value: JsonValue): JsonObject {
	return isJsonObject(value) ? value : { value };
}
