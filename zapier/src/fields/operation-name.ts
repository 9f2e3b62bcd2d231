import type { Operation, Resource } from '../../../vivi/catalogue/types';
import { toKey } from './key';

/**
 * What Zapier calls an operation of the catalogue: reading a list and getting one of its records are one
 * search; 'Create' → 'Create Agent', 'Update Role' → 'Update User Role', 'Get Messages' → 'Find Thread
 * Messages'.
 */
export function operationLabel(resource: Resource, { kind, label, output }: Operation): string {
	if (kind === 'list' || kind === 'get') {
		const [, ...rest] = label.split(' ');
		return ['Find', resource.label, ...(output ? rest : [])].join(' ');
	}
	const [verb, ...rest] = label.split(' ');
	return [verb, resource.label, ...rest].join(' ');
}

/** The key of the search or action that carries an operation out. */
export function operationKey(resource: Resource, operation: Operation): string {
	return toKey(operationLabel(resource, operation));
}
