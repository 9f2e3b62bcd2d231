import { ancestors } from '../catalogue';
import { aOrAn } from '../catalogue/a-or-an';
import { searchField } from '../catalogue/operations';
import { titleLine } from './record-title';
import type { Resource } from '../catalogue/types';
import { ViviApiError, ViviInputError } from '../errors';
import type { JsonObject } from '../http/json';
import { isBlank } from '../text/trimmed';
import type { Client } from './client';
import type { ListEnd } from './list-reading';
import { titleHoldsText } from './matching';
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
 * @param search a part of a title, or a whole ID. VIVI is asked to search, but what that does is not
 * documented: it may take no notice of the text, or look into one title of several. So what comes is
 * matched here once more, and where nothing comes the list itself is looked through.
 */
export async function findChoices(
	client: Client,
	resource: Resource,
	{ ids, search, after }: { ids: Record<string, string>; search?: string; after?: string },
): Promise<Choices> {
	checkPlaces(client, resource, ids);
	const text = search?.trim() ?? '';
	const list = { client, resource, ids, text };
	if (text === '' || after !== undefined) return await nextChoices(list, {}, after);
	const found = await nextChoices(list, { [searchField.name]: text });
	const isNone = found.choices.length === 0 && found.next === undefined;
	return isNone ? await nextChoices(list, {}) : found;
}

/**
 * A picker is opened before what it hangs on is chosen.
 * @throws ViviInputError `missing_id` that says what has to be chosen first
 */
function checkPlaces(client: Client, resource: Resource, ids: Record<string, string>): void {
	for (const { idField, label } of ancestors(resource)) {
		const known = idField === 'workspaceId' ? client.workspaceId : undefined;
		if (!isBlank(ids[idField]) || known !== undefined) continue;
		const noun = label.toLowerCase();
		throw new ViviInputError({
			code: 'missing_id',
			field: idField,
			message: `Choose ${aOrAn(noun)} first.`,
			hint: `The ${resource.plural.toLowerCase()} of that ${noun} are listed here then.`,
		});
	}
}

/** The next page with something to choose. */
async function nextChoices(
	list: { client: Client; resource: Resource; ids: Record<string, string>; text: string },
	query: JsonObject,
	after?: string,
): Promise<Choices> {
	const { client, resource, ids, text } = list;
	const operation = resource.operations.getAll;
	let next = after;
	for (let read = 1; ; read++) {
		const page = await client.page(resource, operation, {
			ids,
			query,
			...(next && { after: next }),
		});
		const choices = page.records
			.filter((record) => matches(record, resource, text))
			.map((record) => toChoice(record, resource))
			.filter((choice) => choice !== undefined);
		next = page.next;
		if (choices.length > 0 || next === undefined || read >= MAX_EMPTY_PAGES) {
			return { choices, ...(next !== undefined && { next }) };
		}
	}
}

/** Records that a dropdown without pages offers, and requests that it makes for them. */
const MOST_CHOICES = 1000;
const MOST_REQUESTS = 30;

/**
 * What a dropdown offers that cannot ask for further pages: all records, or the first of a long list.
 * @returns `more`: a text to show at the end where the list goes on
 */
export async function allChoices(
	client: Client,
	resource: Resource,
	ids: Record<string, string>,
): Promise<{ choices: Choice[]; more?: string }> {
	checkPlaces(client, resource, ids);
	const choices: Choice[] = [];
	let end: ListEnd | undefined;
	const input = { ids, limit: MOST_CHOICES, maxRequests: MOST_REQUESTS };
	try {
		const operation = resource.operations.getAll;
		const onEnd = (found: ListEnd) => (end = found);
		for await (const page of client.list(resource, operation, { ...input, onEnd })) {
			choices.push(
				...page
					.map((record) => toChoice(record, resource))
					.filter((choice) => choice !== undefined),
			);
		}
	} catch (error) {
		if (!(error instanceof ViviApiError) || error.code !== 'list_too_long') throw error;
	}
	if (end !== undefined) return { choices };
	const what = resource.plural.toLowerCase();
	const more = `Only the first ${choices.length} ${what} are shown: enter the ID of another one in an expression`;
	return { choices, more };
}

/** A record as one to pick; undefined when it has no ID. */
export function toChoice(record: JsonObject, resource: Resource): Choice | undefined {
	const id = readId(record, resource);
	return id === undefined ? undefined : { id, label: titleLine(record, resource)! };
}

function matches(record: JsonObject, resource: Resource, text: string): boolean {
	if (text === '' || titleHoldsText(record, resource, text)) return true;
	return readId(record, resource)?.toLowerCase() === text.toLowerCase();
}
