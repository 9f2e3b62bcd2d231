import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { DEFAULT_CONCURRENCY, mapConcurrently } from '../../../vivi/client/run-concurrently';
import type { SharedPause } from '../../../vivi/http/send';
import { failedItem, toNodeError } from '../shared/node-errors';
import { operationOf } from './router';

/**
 * Runs the node for all its items: reads side by side, whatever changes something one after the
 * other. What an item gives stands in the items' order, each paired with its item.
 */
export async function executeItems(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const goesOn = context.continueOnFail();
	const pause: SharedPause = { until: 0 };
	let stopped = false;

	const run = async (itemIndex: number) => {
		const records = await operationOf(context, itemIndex).run(context, itemIndex, pause);
		return records.map((record) => ({ ...record, pairedItem: { item: itemIndex } }));
	};
	const results = await mapConcurrently(items, atOnce(context), async (_, itemIndex) => {
		// The whole node has failed; a further item would be work for nothing, or a change nobody sees.
		if (stopped) return [];
		try {
			return await run(itemIndex);
		} catch (error) {
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

function atOnce(context: IExecuteFunctions): number {
	const besides = (_: unknown, itemIndex: number) =>
		operationOf(context, itemIndex).mayRunBeside(context, itemIndex);
	if (!context.getInputData().every(besides)) return 1;
	const { concurrency } = context.getNodeParameter('options', 0, {}) as { concurrency?: number };
	return concurrency ?? DEFAULT_CONCURRENCY;
}
