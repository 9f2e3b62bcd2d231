import { find, findListed } from '../../../vivi/catalogue/find';
import { showsRecords } from '../../../vivi/catalogue/form';
import type { Endpoint, Group, Operation, Resource } from '../../../vivi/catalogue/types';
import { toKey } from './key';

/** What Zapier has in place of an operation: reading a list and getting one of its records are a search. */
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

/** The key of the search or action that carries an operation out. */
export function operationKey(group: Group, operation: Operation): string {
	return toKey(operationLabel(group, offeredAs(group, operation)));
}
