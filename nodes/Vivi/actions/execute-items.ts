import { sleep, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { readField } from '../../../vivi/client/input-values';
import { mapConcurrently } from '../../../vivi/client/run-concurrently';
import { runFields } from '../../../vivi/client/run-fields';
import { createSlots, type Slots } from '../../../vivi/http/slots';
import { executionChats } from '../shared/channel-transport';
import { failedItem, toNodeError } from '../shared/node-errors';
import { executionClients } from '../shared/transport';
import type { NodeOperation } from './node-operation';
import { operationOf } from './router';

/**
 * For each request that is under way there is an item more that is being prepared or read out: n8n
 * evaluates parameters for about as long as it takes to send, and while it does no slot stands empty.
 */
const ITEMS_PER_SLOT = 2;

/** Ends an item whose request must not go out any more. */
const STOPPED = new Error('Another item has failed.');

/**
 * Runs the node for all its items: reads side by side, whatever changes something one after the
 * other. What an item gives stands in the items' order, each paired with its item.
 */
export async function executeItems(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const goesOn = context.continueOnFail();
	const operations: NodeOperation[] = [];
	const operationFor = (itemIndex: number) =>
		(operations[itemIndex] ??= operationOf(context, itemIndex));
	const beside = mayRunBeside(context, operationFor) ? concurrency(context) : 1;
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
		const records = await operationFor(itemIndex).run(context, itemIndex, connections);
		for (const record of records) record.pairedItem = { item: itemIndex };
		return records;
	};
	const started = atOnce > 1 ? atOnce * ITEMS_PER_SLOT : 1;
	const results = await mapConcurrently(items, started, async (_, itemIndex) => {
		// The whole node has failed; a further item would be work for nothing, or a change nobody sees.
		if (stopped) return [];
		try {
			return await run(itemIndex);
		} catch (error) {
			if (error === STOPPED) return [];
			const nodeError = toNodeError(context.getNode(), error, itemIndex);
			if (goesOn) return [failedItem(nodeError, itemIndex)];
			stopped = true;
			throw nodeError;
		}
	});
	const output: INodeExecutionData[] = [];
	for (const result of results) {
		if (!result.ok) throw result.error;
		for (const record of result.value) output.push(record);
	}
	return output;
}

function mayRunBeside(
	context: IExecuteFunctions,
	operationFor: (itemIndex: number) => NodeOperation,
): boolean {
	try {
		return context
			.getInputData()
			.every((_, itemIndex) => operationFor(itemIndex).mayRunBeside(context, itemIndex));
	} catch {
		// An operation that does not exist is told when its item is run.
		return false;
	}
}

function concurrency(context: IExecuteFunctions): number {
	const options = context.getNodeParameter('options', 0, {}) as { concurrency?: unknown };
	return readField(runFields.concurrency, options.concurrency) as number;
}
