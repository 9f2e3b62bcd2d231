import { sleep, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { concurrency } from '../../../vivi/catalogue/settings';
import { readField } from '../../../vivi/client/input-values';
import { mapConcurrently } from '../../../vivi/client/run-concurrently';
import { createSlots, type Slots } from '../../../vivi/http/slots';
import type { Outcome } from '../../../vivi/run/ports';
import { mayRunBeside, runOperation } from '../../../vivi/run/run-operation';
import { executionChats } from '../shared/channel-transport';
import { executionClients } from '../shared/transport';
import type { Execution } from './execution';
import { itemPorts } from './item-ports';
import { itemValue, itemValues } from './item-values';

/**
 * For each request that is under way there is an item more that is being prepared or read out: n8n
 * evaluates parameters for about as long as it takes to send, and while it does no slot stands empty.
 */
const ITEMS_PER_SLOT = 2;

/** Ends an item whose request must not go out any more. */
const STOPPED = new Error('Another item has failed.');

/**
 * Runs the node item by item: reads side by side, whatever changes something one after the other. What
 * an item gives stands in the items' order, each paired with its item.
 */
export async function runItems(execution: Execution): Promise<INodeExecutionData[]> {
	const { context, choiceOf, failed } = execution;
	const items = context.getInputData();
	const beside = mayAllRunBeside(execution) ? atOnceOf(context) : 1;
	const atOnce = Math.min(items.length, beside);
	let stopped = false;

	const slots = createSlots(atOnce, async () => await sleep(0));
	const unlessStopped: Slots = async (request) =>
		await slots(async () => {
			if (stopped) throw STOPPED;
			return await request();
		});
	const connections = {
		clientFor: executionClients(context, atOnce > 1 ? unlessStopped : undefined),
		chatFor: executionChats(context),
	};
	const run = async (itemIndex: number) => {
		const choice = choiceOf(itemIndex);
		const values = itemValues(context, itemIndex, choice);
		const ports = itemPorts(context, itemIndex, connections);
		const given = await toItems(context, await runOperation(choice, values, ports));
		for (const one of given) one.pairedItem = { item: itemIndex };
		return given;
	};
	const started = atOnce > 1 ? atOnce * ITEMS_PER_SLOT : 1;
	const results = await mapConcurrently(items, started, async (_, itemIndex) => {
		// The whole node has failed; a further item would be work for nothing, or a change nobody sees.
		if (stopped) return [];
		try {
			return await run(itemIndex);
		} catch (error) {
			if (error === STOPPED) return [];
			stopped = !context.continueOnFail();
			return [failed(error, itemIndex)];
		}
	});
	const output: INodeExecutionData[] = [];
	for (const result of results) {
		if (!result.ok) throw result.error;
		for (const one of result.value) output.push(one);
	}
	return output;
}

async function toItems(
	context: IExecuteFunctions,
	outcome: Outcome,
): Promise<INodeExecutionData[]> {
	if ('records' in outcome) return outcome.records.map((json) => ({ json }));
	// Nothing here has an end in time that VIVI might miss.
	if ('pending' in outcome) throw new Error(outcome.pending.reason);
	const { content, name, mimeType } = outcome.file;
	const data = await context.helpers.prepareBinaryData(Buffer.from(content), name, mimeType);
	return [{ json: {}, binary: { data } }];
}

function mayAllRunBeside({ context, choiceOf }: Execution): boolean {
	try {
		return context
			.getInputData()
			.every((_, itemIndex) =>
				mayRunBeside(choiceOf(itemIndex).operation, (field) =>
					itemValue(context, itemIndex, field),
				),
			);
	} catch {
		// An operation that does not exist is told when its item is run.
		return false;
	}
}

function atOnceOf(context: IExecuteFunctions): number {
	const options = context.getNodeParameter('options', 0, {}) as { concurrency?: unknown };
	return readField(concurrency, options.concurrency) as number;
}
