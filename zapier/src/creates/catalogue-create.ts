import type { Create } from 'zapier-platform-core';

import { resourcesInPath } from '../../../vivi/catalogue';
import type { Operation, Resource } from '../../../vivi/catalogue/types';
import { additionalProperties, requestBody, takesJson } from '../../../vivi/client/input-values';
import { readId } from '../../../vivi/client/read-list';
import type { JsonObject } from '../../../vivi/http/json';
import { operationFields } from '../fields/input-fields';
import { valuesOf } from '../fields/key';
import { outputFields, sampleOf } from '../fields/output-fields';
import { operationKey, operationLabel } from '../fields/operation-name';
import { actionDescription } from '../fields/wording';
import { downloadFile } from '../http/download';
import { recordIdsOf } from '../fields/record-id';
import { step } from '../step';

/** An operation of the catalogue that changes something in VIVI, by a single request. */
export function catalogueCreate(resource: Resource, operation: Operation): Create {
	const places = resourcesInPath(operation);
	const names = [...operation.fields.map(({ name }) => name), additionalProperties.name];
	return {
		key: operationKey(resource, operation),
		noun: resource.label,
		display: {
			label: operationLabel(resource, operation),
			description: actionDescription(operation),
		},
		operation: {
			cleanInputData: false,
			inputFields: operationFields(operation),
			perform: step('write', async (at) => {
				const { inputData } = at.bundle;
				const ids = recordIdsOf(inputData, places);
				const values = valuesOf(inputData, names);
				const client = at.client();
				const body = takesJson(operation) ? requestBody(operation, values) : undefined;
				const file =
					operation.kind === 'upload'
						? await downloadFile(at, fileIn(operation, values))
						: undefined;
				const answer = await client.run(resource, operation, {
					ids,
					...(body && { body }),
					...(file && { file }),
				});
				// VIVI may answer an action with the record or with nothing; a Zap can rely on this much.
				const given = operation.kind === 'action' ? { success: true, ...answer } : answer;
				return withId(given, resource, ids);
			}),
			...answers(resource, operation),
		},
	};
}

function fileIn({ fields }: Operation, values: Readonly<Record<string, unknown>>): unknown {
	return values[fields.find(({ type }) => type === 'file')!.name];
}

/** Steps to come may need the ID of the record that was worked on, whatever VIVI answers. */
function withId(answer: JsonObject, resource: Resource, ids: Record<string, string>): JsonObject {
	const id = readId(answer, resource) ?? ids[resource.idField];
	return id === undefined || id === '' ? answer : { ...answer, id };
}

/** What the step gives, and an example of it. */
function answers({ output, sample }: Resource, { kind }: Operation) {
	const [id] = outputFields(output.filter(({ name }) => name === 'id'));
	const sampleId = sample['id']!;
	switch (kind) {
		case 'delete':
			return {
				outputFields: [id!, { key: 'deleted', label: 'Deleted', type: 'boolean' as const }],
				sample: { id: sampleId, deleted: true },
			};
		case 'action':
			return {
				outputFields: [id!, { key: 'success', label: 'Success', type: 'boolean' as const }],
				sample: { id: sampleId, success: true },
			};
		default:
			return { outputFields: outputFields(output), sample: sampleOf(sample) };
	}
}
