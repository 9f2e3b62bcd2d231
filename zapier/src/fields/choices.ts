import { pathFields } from '../../../vivi/catalogue/form';
import type { Resource } from '../../../vivi/catalogue/types';
import { findChoices, type Choices } from '../../../vivi/client/choices';
import { idAsText } from '../../../vivi/input/record-id';
import { readPathIds } from '../../../vivi/run/read-path-ids';
import { baseUrlOf } from '../authentication/connection';
import { step, type Step } from '../step';
import { valuesOf } from './input-values';

/**
 * A dropdown, a page at a time, in the form that Zapier takes from a function (zapier-platform-core,
 * since 18.4).
 */
export function dropdownOf(read: (at: Step, page: { after?: string }) => Promise<Choices>) {
	return {
		perform: step('read', async (at) => {
			const { paging_token: after } = at.bundle.meta as { paging_token?: string | null };
			const { choices, next } = await read(at, after ? { after } : {});
			return {
				// Zapier would replace {{…}} by the values of earlier steps, and send those to VIVI.
				results: choices.filter(({ id }) => !id.includes('{{')),
				paging_token: next ?? null,
			};
		}),
	};
}

/**
 * The dropdown of a resource's records; the choices above it decide which records.
 * @param forPath whether the choice becomes part of a path, for which `readRecordId` reads it
 */
export function recordChoices(resource: Resource, forPath: boolean) {
	const { getAll } = resource.operations;
	const places = pathFields(resource, getAll);
	return dropdownOf(async (at, page) => {
		const ids = readPathIds(getAll, valuesOf(at.bundle.inputData, places));
		const { choices, ...rest } = await findChoices(at.client(), resource, { ids, ...page });
		if (!forPath) return { choices, ...rest };
		const baseUrl = baseUrlOf(at.bundle.authData);
		const asText = (id: string) => idAsText(id, resource, baseUrl);
		return { choices: choices.map(({ id, label }) => ({ id: asText(id), label })), ...rest };
	});
}
