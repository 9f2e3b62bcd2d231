import type { SearchOrCreate } from 'zapier-platform-core';

import { findOperation, resources } from '../../vivi/catalogue';
import { operationKey, operationLabel } from './fields/operation-name';
import { actionDescription, aRecord, lowerFirst } from './fields/wording';

/** Find or create …, wherever both are there. */
export const searchOrCreates: readonly SearchOrCreate[] = resources.flatMap((resource) => {
	const create = resource.operations.find(({ kind }) => kind === 'create');
	const list = findOperation(resource, 'getAll');
	if (!create || !list) return [];
	const search = operationKey(resource, list);
	return {
		key: search,
		search,
		create: operationKey(resource, create),
		display: {
			label: `Find or ${operationLabel(resource, create)}`,
			description: `Finds ${aRecord(resource)}, or ${lowerFirst(actionDescription(create))}`,
		},
	};
});
