import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { ViviInputError } from '../../../vivi/errors';
import type { Choice } from '../../../vivi/run/ports';
import { failedItem, toNodeError } from '../shared/node-errors';
import { chosenOperation } from './chosen-operation';
import type { Execution } from './execution';
import { runItems } from './run-items';
import { runTogether } from './run-together';

/** What the node gives for all its items. */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const isTogether = takesMany(context);
	const choices: Choice[] = [];
	const execution: Execution = {
		context,
		choiceOf(itemIndex) {
			const choice = (choices[itemIndex] ??= chosenOperation(context, itemIndex));
			if ((choice.operation.takesMany === true) === isTogether) return choice;
			throw new ViviInputError({
				code: 'mixed_operations',
				field: 'operation',
				message: 'An operation that takes all items together cannot be mixed with others.',
				hint: "Choose the same 'Resource' and 'Operation' for all items.",
			});
		},
		failed(error, itemIndex) {
			const nodeError = toNodeError(context.getNode(), error, itemIndex);
			if (!context.continueOnFail()) throw nodeError;
			return failedItem(nodeError, itemIndex);
		},
	};
	return [await (isTogether ? runTogether(execution) : runItems(execution))];
}

/** Whether the node is set to something that is done for all items together. */
function takesMany(context: IExecuteFunctions): boolean {
	try {
		return chosenOperation(context, 0).operation.takesMany === true;
	} catch {
		// An operation that does not exist is told when its item is run.
		return false;
	}
}
