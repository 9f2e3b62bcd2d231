import type { Search } from 'zapier-platform-core';

import type { Operation, Resource } from '../../../vivi/catalogue/types';
import { listShape, withId } from '../../../vivi/client/read-list';
import { ViviApiError } from '../../../vivi/http/api-error';
import type { JsonObject } from '../../../vivi/http/json';
import { operationFields, resourcesInPath } from '../fields/input-fields';
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
				const found: JsonObject[] = [];
				try {
					const pages = at.client().list(resource, operation, { ids, limit: MOST_RESULTS });
					for await (const page of pages) found.push(...page);
				} catch (error) {
					if (error instanceof ViviApiError && error.status === 404) return [];
					throw error;
				}
				return found.map((record) => withId(record, listShape(resource, operation)));
			}),
			outputFields: outputFields(fields),
			sample: sampleOf(sample),
		},
	};
}
