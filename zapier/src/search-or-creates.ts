import type { SearchOrCreate } from 'zapier-platform-core';

import { findOperation, resources } from '../../vivi/catalogue';
import { actionLabel } from './fields/wording';
import { toKey } from './fields/key';

/** Find or create …, wherever both are there. */
export const searchOrCreates: readonly SearchOrCreate[] = resources.flatMap((resource) => {
	const create = resource.operations.find(({ kind }) => kind === 'create');
	if (!create || !findOperation(resource, 'getAll')) return [];
	const label = actionLabel(resource, create);
	const search = toKey(`find ${resource.label}`);
	return {
		key: search,
		search,
		create: toKey(label),
		display: {
			label: `Find or ${label}`,
			description: `Finds the ${resource.label.toLowerCase()}, and takes the other step where there is none.`,
		},
	};
});
