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

/** Made once, for it is read for each item. */
const OPERATIONS = Object.fromEntries(
	Object.values<Group>(groups).map((group) => [
		group.name,
		{ name: 'operation', label: 'Operation', options: offeredOf(group).map(optionOf) },
	]),
) as Record<string, ChoiceField>;

/**
 * What an item's 'Resource' and 'Operation' say, which an expression may give as values or labels.
 * @throws ViviInputError naming the choices when there is no such resource or operation
 */
export function chosenOperation(context: IExecuteFunctions, itemIndex: number): Choice {
	const group: Group =
		groups[readChoice(RESOURCE, context.getNodeParameter('resource', itemIndex))];
	const name = readChoice(
		OPERATIONS[group.name]!,
		context.getNodeParameter('operation', itemIndex),
	);
	return { group, operation: group.operations[name]! };
}
