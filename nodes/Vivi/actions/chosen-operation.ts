import type { IExecuteFunctions } from 'n8n-workflow';

import { groups, offeredOf } from '../../../vivi/catalogue';
import type { Group } from '../../../vivi/catalogue/types';
import { readChoice } from '../../../vivi/input/choice';
import type { Choice } from '../../../vivi/run/ports';

/**
 * The values of 'Resource' and 'Operation'; a workflow or an AI agent may give values or labels.
 * They are the same for all items: n8n evaluates no expressions in them (n8n-workflow 1.123 to 2.41,
 * node-helpers.js, noDataExpression).
 * @throws ViviInputError naming the choices when there is no such resource or operation
 */
export function chosenOperation(context: IExecuteFunctions): Choice {
	const chosen = <One extends { name: string; label: string }>(
		parameter: string,
		label: string,
		offered: readonly One[],
	): One => {
		const options = offered.map(({ name, label }) => ({ value: name, label }));
		const field = { name: parameter, label, options };
		const name = readChoice(field, context.getNodeParameter(parameter, 0));
		return offered.find((one) => one.name === name)!;
	};
	const group = chosen<Group>('resource', 'Resource', Object.values(groups));
	return { group, operation: chosen('operation', 'Operation', offeredOf(group)) };
}
