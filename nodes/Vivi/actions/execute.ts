import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { failedItem, toNodeError } from '../shared/node-errors';
import { chosenOperation } from './chosen-operation';
import type { Execution } from './execution';
import { itemsAtOnce } from './items-at-once';
import { runItems } from './run-items';
import { runTogether } from './run-together';

/** The node's output for all its items. */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const failed = (error: unknown, itemIndex: number) => {
		const nodeError = toNodeError(context.getNode(), error, itemIndex);
		if (!context.continueOnFail()) throw nodeError;
		return failedItem(nodeError, itemIndex);
	};
	let execution: Execution;
	try {
		const choice = chosenOperation(context);
		execution = { context, choice, failed, atMost: itemsAtOnce(context, choice) };
	} catch (error) {
		return [context.getInputData().map((_, itemIndex) => failed(error, itemIndex))];
	}
	const isTogether = execution.choice.operation.takesMany === true;
	return [await (isTogether ? runTogether(execution) : runItems(execution))];
}
