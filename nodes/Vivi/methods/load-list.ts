import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { ancestors } from '../../../vivi/catalogue';
import type { Resource } from '../../../vivi/catalogue/types';
import { allChoices, findChoices } from '../../../vivi/client/choices';
import { editorRecordId } from '../shared/given-id';
import { clientForEditor } from '../shared/transport';
import { allOptions, shown, toOptions } from './shown';

/** The records of a locator, a page at a time. */
export const searchList = shown(
	async (context, resource: Resource, filter?: string, after?: string) => {
		const client = await clientForEditor(context);
		const { choices, next } = await findChoices(client, resource, {
			ids: chosen(context, resource),
			...(filter && { search: filter }),
			...(after && { after }),
		});
		return {
			results: toOptions(choices),
			...(next !== undefined && { paginationToken: next }),
		};
	},
);

/** All records of a dropdown. */
export const loadList = shown(async (context, resource: Resource) => {
	const client = await clientForEditor(context);
	return allOptions(await allChoices(client, resource, chosen(context, resource)));
});

/** The values that are chosen above this parameter; the core names the missing ones. */
function chosen(context: ILoadOptionsFunctions, resource: Resource): Record<string, string> {
	return Object.fromEntries(
		ancestors(resource).map((place) => [place.idField, editorRecordId(context, place)]),
	);
}
