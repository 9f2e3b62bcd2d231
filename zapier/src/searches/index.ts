import type { Search } from 'zapier-platform-core';

import { operationsOf, resources } from '../../../vivi/catalogue';
import { find, findListed } from '../../../vivi/catalogue/find';
import type { Choice } from '../../../vivi/run/ports';
import { describeOperation, performOperation } from '../operation';

/** Find … for every resource, and for the records that belong to a record. */
export const searches: readonly Search[] = resources.flatMap((group) => [
	search({ group, operation: find(group) }),
	...operationsOf(group)
		.filter(({ kind, output }) => kind === 'list' && output !== undefined)
		.map((operation) => search({ group, operation: findListed(group, operation) })),
]);

function search(choice: Choice): Search {
	const { operation, ...rest } = describeOperation(choice);
	return { ...rest, operation: { ...operation, perform: performOperation(choice) } };
}
