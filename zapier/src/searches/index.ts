import type { Search } from 'zapier-platform-core';

import { findOperation, resources } from '../../../vivi/catalogue';
import { findListedSearch } from './find-listed';
import { findRecordSearch } from './find-record';

/** Find … for every resource that can be listed, and for the lists inside of records. */
export const searches: readonly Search[] = resources
	.filter((resource) => findOperation(resource, 'getAll'))
	.flatMap((resource) => [
		findRecordSearch(resource),
		...resource.operations
			.filter(({ output }) => output !== undefined)
			.map((operation) => findListedSearch(resource, operation)),
	]);
