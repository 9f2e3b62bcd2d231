import type { Search, SearchOrCreate } from 'zapier-platform-core';

import { operationsOf, resources } from '../../vivi/catalogue';
import { find } from '../../vivi/catalogue/find';
import { offeredAs, operationKey, operationLabel } from './fields/operation-name';
import { lowerFirst, sentence } from './fields/wording';
import { operationStep, performOperation } from './operation';

/** Find … for every resource, and for the records that belong to a record. */
export const searches: readonly Search[] = resources.flatMap((group) =>
	operationsOf(group)
		.filter(({ kind }) => kind === 'list')
		.map((list) => ({ group, operation: offeredAs(group, list) }))
		.map((choice) => operationStep(choice, performOperation(choice))),
);

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
