import { connectionSettingsOf } from '../../vivi/catalogue/form';
import { onBehalfOf } from '../../vivi/catalogue/settings';
import { readField } from '../../vivi/client/input-values';
import { wholeContent } from '../../vivi/http/answered-file';
import type { JsonObject } from '../../vivi/http/json';
import type { Choice, Outcome, Ports } from '../../vivi/run/ports';
import { runOperation } from '../../vivi/run/run-operation';
import { isBlank } from '../../vivi/text/trimmed';
import { chatOf } from './chat';
import { operationFields } from './fields/input-fields';
import { operationValues } from './fields/input-values';
import { keyOf, toKey } from './fields/key';
import { operationLabel } from './fields/operation-name';
import { answerOf } from './fields/output-fields';
import { sentence } from './fields/wording';
import { downloadFile } from './http/download';
import { step, tools, type Step } from './step';

/** A search or an action: an operation in Zapier's form. @param perform its function */
export function operationStep<Perform>(choice: Choice, perform: Perform) {
	const { group, operation } = choice;
	const label = operationLabel(group, operation);
	return {
		key: toKey(label),
		noun: operation.alone?.noun ?? group.label,
		display: { label, description: sentence(operation.does) },
		operation: {
			cleanInputData: false,
			inputFields: operationFields(choice),
			...answerOf(choice),
			perform,
		},
	};
}

/** The function behind a step: runs the operation and gives its records. */
export function performOperation(choice: Choice) {
	return step(choice.operation.safety, async (at) => {
		const values = operationValues(at.bundle.inputData, choice);
		return await recordsOf(await runOperation(choice, values, portsOf(at, choice)), at);
	});
}

async function recordsOf(outcome: Outcome, at: Step): Promise<JsonObject[]> {
	if ('records' in outcome) return outcome.records;
	if ('later' in outcome) return await recordsOf(await outcome.later(), at);
	const { content, name = 'file', mimeType = 'application/octet-stream' } = outcome.file;
	const bytes = await wholeContent(content);
	const file = await at.z.stashFile(bytes, bytes.length, name, mimeType);
	return [{ ...outcome.record, file, name, mimeType, size: bytes.length }];
}

function portsOf(at: Step, { operation }: Choice): Ports {
	const isForUsers = connectionSettingsOf(operation).includes(onBehalfOf);
	const given = isForUsers ? at.bundle.inputData[keyOf(onBehalfOf)] : undefined;
	const userId = readField(onBehalfOf, given) as string | undefined;
	return {
		client: () => at.client(userId),
		chat: () => chatOf(at),
		file: async ({ name }, given) => await downloadFile(at, given, name),
		filesIn: (_, given) => listed(given),
		hint: (text) => at.z.console.log(text),
		timeZone: at.bundle.meta?.timezone ?? undefined,
		step: { now: tools.now, until: at.until },
	};
}

/** Zapier gives a list, nested lists, or a single value, which may be a text with several addresses. */
function listed(value: unknown): unknown[] {
	return [value]
		.flat(3)
		.flatMap((one) => (typeof one === 'string' ? one.split(/[\s,;]+(?=https?:\/\/)/i) : [one]))
		.filter((one) => !isBlank(one));
}
