import { findOperation } from '../catalogue';
import { recordTitle } from '../catalogue/record-title';
import type { Resource } from '../catalogue/types';
import type { JsonObject } from '../http/json';
import type { Client } from './client';
import { readId } from './read-list';

/** A record to pick from a list. */
export interface Choice {
	id: string;
	/** What a person recognises it by; its ID when it has no name. */
	label: string;
}

export interface Choices {
	choices: Choice[];
	/** To be handed in as `after` for those that follow; absent at the end. */
	next?: string;
}

/** Pages without a match that are read for one look at a picker. */
const MAX_EMPTY_PAGES = 20;

/**
 * What a picker shows: a page of a resource's records, by label.
 * @param search matched by VIVI, presumably, and here once more, in case it takes no notice of it
 */
export async function findChoices(
	client: Client,
	resource: Resource,
	{ ids, search, after }: { ids: Record<string, string>; search?: string; after?: string },
): Promise<Choices> {
	const operation = findOperation(resource, 'getAll')!;
	const wanted = search?.trim() ?? '';
	const input = { ids, query: wanted === '' ? {} : { search: wanted } };
	let next = after;
	for (let read = 1; ; read++) {
		const page = await client.page(resource, operation, { ...input, ...(next && { after: next }) });
		const choices = page.records
			.map((record) => toChoice(record, resource))
			.filter((choice) => choice !== undefined)
			.filter((choice) => matches(choice, wanted));
		next = page.next;
		if (choices.length > 0 || next === undefined || read >= MAX_EMPTY_PAGES) {
			return { choices, ...(next !== undefined && { next }) };
		}
	}
}

/** A record as one to pick; undefined when it has no ID. */
export function toChoice(record: JsonObject, resource: Resource): Choice | undefined {
	const id = readId(record, resource);
	return id === undefined ? undefined : { id, label: recordTitle(record, resource)! };
}

function matches({ id, label }: Choice, wanted: string): boolean {
	const text = wanted.toLowerCase();
	return label.toLowerCase().includes(text) || id.toLowerCase() === text;
}
