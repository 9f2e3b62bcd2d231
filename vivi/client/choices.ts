import { ancestors } from '../catalogue';
import { aOrAn } from '../catalogue/a-or-an';
import { searchField } from '../catalogue/operations';
import { titleLine } from './record-title';
import type { Resource } from '../catalogue/types';
import { ViviApiError, ViviInputError } from '../errors';
import type { JsonObject } from '../http/json';
import { isBlank } from '../text/trimmed';
import type { Client } from './client';
import { titleHoldsText } from './matching';
import { isOutOfReach } from './out-of-reach';
import { readId } from './read-list';

/** A record to choose from a list. */
export interface Choice {
	id: string;
	/** The title by which a person recognises it; its ID when it has none. */
	label: string;
}

export interface Choices {
	choices: Choice[];
	/** The value of `after` for the next choices; absent at the end. */
	next?: string;
}

/** The choices of a dropdown without pages. */
export interface AllChoices {
	choices: Choice[];
	/** A text to show at the end when the list goes on. */
	more?: string;
}

/** What a picker asks for. */
interface Asked {
	/** The records that were chosen above it. */
	ids: Record<string, string>;
	search?: string | undefined;
	/** The `next` of the page before. */
	after?: string | undefined;
}

/** Pages without a match that are read for one request of a picker. */
const MAX_EMPTY_PAGES = 20;

/**
 * The choices of a picker: a page of a resource's records, by title.
 * @param search a part of a title, or a whole ID. VIVI is asked to search, but how it searches is
 * not documented: it may ignore the text, or look into only one of several titles. So the records
 * are matched here too, and where VIVI finds nothing, the list itself is searched.
 */
export async function findChoices(
	client: Client,
	resource: Resource,
	{ ids, search, after }: Asked,
): Promise<Choices> {
	checkPlaces(client, resource, ids);
	const text = search?.trim() ?? '';
	const list = { client, resource, ids, text };
	try {
		if (text === '' || after) return await nextChoices(list, {}, after);
		const found = await nextChoices(list, { [searchField.name]: text });
		const isNone = found.choices.length === 0 && found.next === undefined;
		return isNone ? await nextChoices(list, {}) : found;
	} catch (error) {
		return { choices: [ownWorkspace(client, resource, error)] };
	}
}

/**
 * The workspace of a Workspace API key. Whether such a key may list workspaces is not documented.
 * @throws the error where it has another cause
 */
function ownWorkspace(client: Client, { name }: Resource, error: unknown): Choice {
	const id = client.workspaceId;
	if (name !== 'workspace' || id === undefined || !isOutOfReach(error)) throw error;
	return { id, label: id };
}

/**
 * A person may open a picker before the parent record is chosen.
 * @throws ViviInputError `missing_id` that says what to choose first
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

/** The next page that has a choice. */
async function nextChoices(
	list: { client: Client; resource: Resource; ids: Record<string, string>; text: string },
	query: JsonObject,
	after?: string,
): Promise<Choices> {
	const { client, resource, ids, text } = list;
	const operation = resource.operations.getAll;
	let next = after;
	for (let read = 1; ; read++) {
		const page = await client.page(resource, operation, { ids, query, after: next });
		const found = page.records.filter((record) => matches(record, resource, text));
		const choices = choicesOf(found, resource);
		next = page.next;
		if (choices.length > 0 || next === undefined || read >= MAX_EMPTY_PAGES) {
			return { choices, ...(next !== undefined && { next }) };
		}
	}
}

/** The most records of a dropdown without pages, and the most requests for it. */
export const MOST_CHOICES = 1000;
const MOST_REQUESTS = 30;

/**
 * The choices of a dropdown that cannot ask for further pages: all records, or the first of a long
 * list.
 */
export async function allChoices(
	client: Client,
	resource: Resource,
	ids: Record<string, string>,
): Promise<AllChoices> {
	checkPlaces(client, resource, ids);
	const choices: Choice[] = [];
	const input = { ids, limit: MOST_CHOICES, maxRequests: MOST_REQUESTS };
	const list = client.list(resource, resource.operations.getAll, input);
	try {
		for await (const page of list) choices.push(...choicesOf(page, resource));
	} catch (error) {
		const isTooLong = error instanceof ViviApiError && error.code === 'list_too_long';
		if (!isTooLong) return { choices: [ownWorkspace(client, resource, error)] };
	}
	if (list.end !== undefined) return { choices };
	return { choices, more: moreThan(resource, choices.length) };
}

/** Shown at the end of a list of choices that goes on. */
export function moreThan({ plural }: Pick<Resource, 'plural'>, count: number): string {
	return `Only the first ${count} ${plural.toLowerCase()} are shown: give another one by its ID`;
}

/** Records as choices; those without an ID cannot be chosen. */
function choicesOf(records: readonly JsonObject[], resource: Resource): Choice[] {
	return records.flatMap((record) => {
		const id = readId(record, resource);
		return id === undefined ? [] : [{ id, label: titleLine(record, resource)! }];
	});
}

function matches(record: JsonObject, resource: Resource, text: string): boolean {
	if (text === '' || titleHoldsText(record, resource, text)) return true;
	return readId(record, resource)?.toLowerCase() === text.toLowerCase();
}
