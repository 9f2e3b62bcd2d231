import type { IExecuteFunctions } from 'n8n-workflow';

import { concurrency } from '../../../vivi/catalogue/settings';
import type { InputField } from '../../../vivi/catalogue/types';
import { readField } from '../../../vivi/client/input-values';
import type { Choice } from '../../../vivi/run/ports';
import { mayRunBeside } from '../../../vivi/run/run-operation';
import { itemValue } from './item-values';

/**
 * How many items may run at the same time: as many as the person wants, if none of them changes
 * something.
 * @throws ViviInputError when that number cannot be read
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
		// A field that cannot be read is reported when its item runs.
		return false;
	}
}
