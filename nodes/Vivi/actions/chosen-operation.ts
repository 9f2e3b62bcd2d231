import type { IExecuteFunctions } from 'n8n-workflow';

import { groups, offeredOf } from '../../../vivi/catalogue';
import type { Group, GroupName } from '../../../vivi/catalogue/types';
import { readChoice, type ChoiceField } from '../../../vivi/input/choice';
import type { Choice } from '../../../vivi/run/ports';

const optionOf = <Name extends string>({ name, label }: { name: Name; label: string }) => ({
	value: name,
	label,
});

const RESOURCE = {
	name: 'resource',
	label: 'Resource',
	options: Object.values(groups).map((group) => optionOf<GroupName>(group)),
};

/** Made only once, because every item reads it. */
const OPERATIONS = Object.fromEntries(
	Object.values<Group>(groups).map((group) => [
		group.name,
		{ name: 'operation', label: 'Operation', options: offeredOf(group).map(optionOf) },
	]),
) as Record<string, ChoiceField>;

/**
 * The values of 'Resource' and 'Operation'; a workflow or an AI agent may give values or labels.
 * They are the same for all items: n8n evaluates no expressions in them (n8n-workflow 1.123 to 2.41,
 * node-helpers.js, noDataExpression).
 * @throws ViviInputError naming the choices when there is no such resource or operation
 */
export function chosenOperation(context: IExecuteFunctions): Choice {
	const group: Group = groups[readChoice(RESOURCE, context.getNodeParameter('resource', 0))];
	const name = readChoice(OPERATIONS[group.name]!, context.getNodeParameter('operation', 0));
	return { group, operation: offeredOf(group).find((one) => one.name === name)! };
}
