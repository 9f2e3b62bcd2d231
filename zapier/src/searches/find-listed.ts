import type { Search } from 'zapier-platform-core';

import { resourcesInPath } from '../../../vivi/catalogue';
import type { Operation, Resource } from '../../../vivi/catalogue/types';
import { findListed } from '../../../vivi/client/find-records';
import { listShape, withId } from '../../../vivi/client/read-list';
import { operationFields } from '../fields/input-fields';
import { operationKey, operationLabel } from '../fields/operation-name';
import { outputFields, sampleOf } from '../fields/output-fields';
import { aRecord } from '../fields/wording';
import { step } from '../step';
import { recordIdsOf } from '../fields/record-id';

/** Records handed over at most. */
const MOST_RESULTS = 1000;

/** Find … of a record: what it holds besides itself, such as the messages of a thread. */
export function findListedSearch(resource: Resource, operation: Operation): Search {
	const { fields, sample, plural } = operation.output!;
	return {
		key: operationKey(resource, operation),
		noun: resource.label,
		display: {
			label: operationLabel(resource, operation),
			description: `Finds the ${plural} of ${aRecord(resource)}.`,
		},
		operation: {
			cleanInputData: false,
			inputFields: operationFields(operation),
			perform: step('read', async (at) => {
				const ids = recordIdsOf(at.bundle.inputData, resourcesInPath(operation));
				const wanted = { ids, limit: MOST_RESULTS };
				const found = await findListed(at.client(), resource, operation, wanted);
				return found.map((record) => withId(record, listShape(resource, operation)));
			}),
			outputFields: outputFields(fields),
			sample: sampleOf(sample),
		},
	};
}
