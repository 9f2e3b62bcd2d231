import type { IExecuteFunctions } from 'n8n-workflow';

import { concurrency } from '../../../vivi/catalogue/settings';
import type { InputField } from '../../../vivi/catalogue/types';
import { readField } from '../../../vivi/client/input-values';
import type { Choice } from '../../../vivi/run/ports';
import { mayRunBeside } from '../../../vivi/run/run-operation';
import { itemValue } from './item-values';

/**
 * How many items may run side by side: as many as the person wants where none of them changes something.
 * @throws ViviInputError when it cannot be read how many the person wants
 */
export function itemsAtOnce(context: IExecuteFunctions, choice: Choice): number {
	if (!mayAllRunBeside(context, choice)) return 1;
	const options = context.getNodeParameter('options', 0, {}) as { concurrency?: unknown };
	return (readField(concurrency, options.concurrency) as number | undefined) ?? Infinity;
}

function mayAllRunBeside(context: IExecuteFunctions, { operation }: Choice): boolean {
	try {
		return context.getInputData().every((_, itemIndex) => {
			const given = (field: InputField) => itemValue(context, itemIndex, field);
			return mayRunBeside(operation, given);
		});
	} catch {
		// What cannot be read is told when its item is run.
		return false;
	}
}
