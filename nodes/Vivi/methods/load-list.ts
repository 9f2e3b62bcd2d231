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

/** The records of a locator, a page at a time. */
export async function searchList(
	context: ILoadOptionsFunctions,
	resource: Resource,
	filter?: string,
	after?: string,
): Promise<INodeListSearchResult> {
	return await shown(context, () => search(context, resource, filter, after));
}

/** All records of a dropdown. */
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
	// If a person chooses it, it stands for no record: blank IDs count as none.
	return more === undefined ? options : [...options, { name: more, value: '' }];
}

/**
 * The title in the editor. n8n evaluates a chosen value that begins like an expression, and the
 * result would go to the service; so a record with such an ID cannot be chosen.
 */
function toOptions(choices: readonly Choice[]): Array<{ name: string; value: string }> {
	return choices
		.filter(({ id }) => !isExpression(id))
		.map(({ id, label }) => ({ name: label, value: id }));
}

/** The values that are chosen above this parameter; the core names the missing ones. */
function chosen(context: ILoadOptionsFunctions, resource: Resource): Record<string, string> {
	return Object.fromEntries(
		ancestors(resource).map((place) => [place.idField, editorRecordId(context, place)]),
	);
}
