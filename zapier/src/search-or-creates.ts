import type { SearchOrCreate } from 'zapier-platform-core';

import { operationsOf, resources } from '../../vivi/catalogue';
import { find } from '../../vivi/catalogue/find';
import { operationKey, operationLabel } from './fields/operation-name';
import { lowerFirst, sentence } from './fields/wording';

/** Find or create …, for every resource that has both. */
export const searchOrCreates: readonly SearchOrCreate[] = resources.flatMap((resource) => {
	const create = operationsOf(resource).find(({ kind }) => kind === 'create');
	if (!create) return [];
	const search = find(resource);
	const key = operationKey(resource, search);
	const [finds] = search.does.split(' by ');
	return {
		key,
		search: key,
		create: operationKey(resource, create),
		display: {
			label: `Find or ${operationLabel(resource, create)}`,
			description: sentence(`${finds}, or ${lowerFirst(create.does)}`),
		},
	};
});
