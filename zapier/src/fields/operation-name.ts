import { find, findListed } from '../../../vivi/catalogue/find';
import { showsRecords } from '../../../vivi/catalogue/form';
import type { Endpoint, Group, Operation, Resource } from '../../../vivi/catalogue/types';
import { toKey } from './key';

/** Zapier's step for an operation: a search stands for both reading a list and getting a record. */
export function offeredAs(group: Group, operation: Operation): Operation {
	if (!showsRecords(operation)) return operation;
	const resource = group as Resource;
	return operation.output ? findListed(resource, operation as Endpoint) : find(resource);
}

/** 'Create' → 'Create Agent', 'Update Role' → 'Update User Role', unless it has a name of its own. */
export function operationLabel(group: Group, { label, alone }: Operation): string {
	const [verb, ...rest] = label.split(' ');
	return alone?.label ?? [verb, group.label, ...rest].join(' ');
}

/** The key of the search or action that runs an operation. */
export function operationKey(group: Group, operation: Operation): string {
	return toKey(operationLabel(group, offeredAs(group, operation)));
}
