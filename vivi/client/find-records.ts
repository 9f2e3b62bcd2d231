import { findOperation } from '../catalogue';
import { aOrAn } from '../catalogue/a-or-an';
import { searchField } from '../catalogue/operations';
import type { Resource } from '../catalogue/types';
import { ViviError } from '../errors';
import { ViviApiError } from '../http/api-error';
import type { JsonObject } from '../http/json';
import type { Client } from './client';
import { holdsText, isTitle, titleHoldsText } from './matching';
import type { ListEnd } from './list-reading';
import { readId } from './read-list';

/** Records that are looked at in vain before a list is too long: 50 requests, where a page holds 100. */
export const MOST_IN_VAIN = 5000;

export interface TextSearch {
	/** What stands in the path, by the catalogue's names. */
	ids: Record<string, string>;
	/** Not blank. */
	text: string;
	/** Whether a title has to be the text as a whole, apart from upper and lower case. */
	exact: boolean;
	/** How many records are wanted; all, unless said otherwise. */
	limit?: number;
}

export interface SearchResult {
	/** What VIVI's search found stands first. */
	records: JsonObject[];
	/** False when a list was not looked through to its end, so that there may be more of them. */
	whole: boolean;
}

/**
 * Finds records by a text.
 *
 * VIVI's search is assumed: it may look into names only, or take no notice of the text. So what it finds
 * is looked at once more, and what it does not find is looked for in the list: when it finds nothing,
 * and for a part of a text also when it may have looked into one title field of several.
 * @throws ViviError `search_unfinished` when nothing was found and the list goes on
 */
export async function findByText(
	client: Client,
	resource: Resource,
	{ ids, text, exact, limit = Infinity }: TextSearch,
): Promise<SearchResult> {
	const found = new Map<string, JsonObject>();
	const look = async (query: JsonObject, isWanted: (record: JsonObject) => boolean) =>
		await lookThrough(client, resource, { ids, query }, isWanted, (record) => {
			found.set(readId(record, resource) ?? JSON.stringify(record), record);
			return found.size >= limit;
		});
	const isCalled = (record: JsonObject) => isTitle(record, resource, text);
	const [first, then] = exact
		? [isCalled, isCalled]
		: [
				(record: JsonObject) => holdsText(record, text),
				(record: JsonObject) => titleHoldsText(record, resource, text),
			];

	let whole = await look({ [searchField.name]: text }, first);
	const mayBeMore = !exact && resource.titleFields.length > 1 && found.size < limit;
	if (found.size === 0 || mayBeMore) {
		try {
			whole = await look({}, then);
		} catch (error) {
			if (found.size === 0 || !(error instanceof ViviApiError)) throw error;
			whole = false;
		}
	}
	if (found.size === 0 && !whole) throw unfinished(resource, text);
	return { records: [...found.values()], whole };
}

/**
 * Finds a record by its ID. The address of a single record is assumed, so that a 404 may mean the address
 * as well as the record; what is not there is looked for in the list.
 * @param ids the record's own, and those of the places above it
 * @returns undefined when there is none
 * @throws ViviError `search_unfinished` when it was not found and the list goes on
 */
export async function findById(
	client: Client,
	resource: Resource,
	ids: Record<string, string>,
): Promise<JsonObject | undefined> {
	try {
		return await client.run(resource, findOperation(resource, 'get')!, { ids });
	} catch (error) {
		if (!(error instanceof ViviApiError) || error.status !== 404) throw error;
	}
	const { [resource.idField]: id, ...places } = ids;
	let found: JsonObject | undefined;
	const isIt = (record: JsonObject) => readId(record, resource) === id;
	const whole = await lookThrough(client, resource, { ids: places }, isIt, (record) => {
		found = record;
		return true;
	});
	if (!found && !whole) throw unfinished(resource, id!);
	return found;
}

/**
 * @param take gets each record that is wanted; true ends it
 * @returns whether the list was read to its end, or as far as it was wanted
 */
async function lookThrough(
	client: Client,
	resource: Resource,
	list: { ids: Record<string, string>; query?: JsonObject },
	isWanted: (record: JsonObject) => boolean,
	take: (record: JsonObject) => boolean,
): Promise<boolean> {
	let inVain = 0;
	let end: ListEnd | undefined;
	const input = { ...list, onEnd: (found: ListEnd) => (end = found) };
	for await (const page of client.list(resource, findOperation(resource, 'getAll')!, input)) {
		if (inVain >= MOST_IN_VAIN) return false;
		const wanted = page.filter(isWanted);
		inVain += page.length - wanted.length;
		if (wanted.some(take)) return true;
	}
	return end !== ('unknown' as ListEnd);
}

/** Taken for a 'no', it would lead to a second record where it is there all the same. */
function unfinished({ label, plural, idField }: Resource, wanted: string): ViviError {
	const noun = label.toLowerCase();
	return new ViviError({
		code: 'search_unfinished',
		field: idField,
		message: `VIVI finds no ${noun} for ${JSON.stringify(wanted)}, and neither is there one among the ${plural.toLowerCase()} that could be looked at (at most ${MOST_IN_VAIN}). The list may go on, so there may be ${aOrAn(noun)} like that all the same.`,
		hint: `Use the ${noun} itself from an earlier step, or look for it with 'API Request' in the way VIVI's API Reference says.`,
	});
}

/** Said beside what was found where a list was not looked through to its end. */
export function notAllLookedAt({ plural }: Resource): string {
	return `There may be more ${plural.toLowerCase()} like these: there were too many to look at all of them.`;
}
