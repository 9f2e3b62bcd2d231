import {
	isExpression,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { ancestors } from '../../../vivi/catalogue';
import type { Resource } from '../../../vivi/catalogue/types';
import { allChoices, findChoices, type Choice } from '../../../vivi/client/choices';
import { editorRecordId } from '../shared/given-id';
import { clientForEditor } from '../shared/transport';
import { shown } from './shown';

/** What a locator finds, a page at a time. */
export async function searchList(
	context: ILoadOptionsFunctions,
	resource: Resource,
	filter?: string,
	after?: string,
): Promise<INodeListSearchResult> {
	return await shown(context, () => search(context, resource, filter, after));
}

/** Everything a dropdown offers. */
export async function loadList(
	context: ILoadOptionsFunctions,
	resource: Resource,
): Promise<INodePropertyOptions[]> {
	return await shown(context, () => loadAll(context, resource));
}

async function search(
	context: ILoadOptionsFunctions,
	resource: Resource,
	filter?: string,
	after?: string,
): Promise<INodeListSearchResult> {
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
}

async function loadAll(
	context: ILoadOptionsFunctions,
	resource: Resource,
): Promise<INodePropertyOptions[]> {
	const client = await clientForEditor(context);
	const { choices, more } = await allChoices(client, resource, chosen(context, resource));
	const options = toOptions(choices);
	// Chosen, it stands for no record: blank IDs count as none.
	return more === undefined ? options : [...options, { name: more, value: '' }];
}

/**
 * What the editor shows. n8n evaluates what was picked when it begins like an expression, and the service
 * would be sent whatever of the workflow it asks for; so a record with such an ID cannot be picked.
 */
function toOptions(choices: readonly Choice[]): Array<{ name: string; value: string }> {
	return choices
		.filter(({ id }) => !isExpression(id))
		.map(({ id, label }) => ({ name: label, value: id }));
}

/** What is chosen above this parameter; what is missing is named by the core. */
function chosen(context: ILoadOptionsFunctions, resource: Resource): Record<string, string> {
	return Object.fromEntries(
		ancestors(resource).map((place) => [place.idField, editorRecordId(context, place)]),
	);
}
