import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Choice } from '../../../vivi/run/ports';
import { failedItem, toNodeError } from '../shared/node-errors';
import { chosenOperation } from './chosen-operation';
import { runItems } from './run-items';
import { runTogether } from './run-together';

/** What the node gives for all its items. */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const failed = (error: unknown, itemIndex: number) => {
		const nodeError = toNodeError(context.getNode(), error, itemIndex);
		if (!context.continueOnFail()) throw nodeError;
		return failedItem(nodeError, itemIndex);
	};
	let choice: Choice;
	try {
		choice = chosenOperation(context);
	} catch (error) {
		return [context.getInputData().map((_, itemIndex) => failed(error, itemIndex))];
	}
	const execution = { context, choice, failed };
	const isTogether = choice.operation.takesMany === true;
	return [await (isTogether ? runTogether(execution) : runItems(execution))];
}
