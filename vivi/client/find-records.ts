import { aOrAn } from '../catalogue/a-or-an';
import { searchField } from '../catalogue/operations';
import type { Endpoint, Resource } from '../catalogue/types';
import { ViviApiError, ViviError } from '../errors';
import type { JsonObject } from '../http/json';
import type { Client } from './client';
import { holdsText, isTitle, titleHoldsText } from './matching';
import type { ListEnd } from './list-reading';
import { isRefusal } from './paging-errors';
import { readId } from './read-list';

/** Records that are looked at in vain before a list is too long: 50 requests, where a page holds 100. */
export const MOST_IN_VAIN = 5000;

/** Characters of a text that VIVI is asked to search for; servers close connections over long addresses. */
const LONGEST_SEARCH = 500;

export interface TextSearch {
	/** What stands in the path, by the catalogue's names. */
	ids: Record<string, string>;
	/** Not blank. */
	text: string;
	/** Whether a title has to be the text as a whole, apart from upper and lower case. */
	exact: boolean;
	/** How many records are wanted; all, unless said otherwise. */
	limit?: number;
	/** What a record has to be besides. */
	isWanted?: (record: JsonObject) => boolean;
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
 * is looked at once more, and what it does not find is looked for in the list: when it finds nothing or
 * does not know how to search, and for a part of a text also when it may have looked into one title field
 * of several.
 * @throws ViviError `search_unfinished` when nothing was found and the list goes on
 */
export async function findByText(
	client: Client,
	resource: Resource,
	{ ids, text, exact, limit = Infinity, isWanted = () => true }: TextSearch,
): Promise<SearchResult> {
	const found = new Map<string, JsonObject>();
	const look = async (query: JsonObject, isMatch: (record: JsonObject) => boolean) => {
		const isBoth = (record: JsonObject) => isMatch(record) && isWanted(record);
		return await lookThrough(client, resource, { ids, query }, isBoth, (record) => {
			found.set(readId(record, resource) ?? JSON.stringify(record), record);
			return found.size >= limit;
		});
	};
	const isCalled = (record: JsonObject) => isTitle(record, resource, text);
	const [first, then] = exact
		? [isCalled, isCalled]
		: [
				(record: JsonObject) => holdsText(record, text),
				(record: JsonObject) => titleHoldsText(record, resource, text),
			];

	let whole = false;
	if (text.length <= LONGEST_SEARCH) {
		whole = await look({ [searchField.name]: text }, first).catch(unlessRefused);
	}
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
 * Finds a record by its ID. The address of a single record is assumed, so that a refusal may be about the
 * address as well as the record, and an answer that holds no record may mean that there is none. What does
 * not come by its address is looked for in the list.
 * @param ids the record's own, and those of the places above it
 * @returns undefined when there is none
 * @throws ViviError `search_unfinished` when it was not found and the list goes on; the refusal of the
 * record when the list is refused, too
 */
export async function findById(
	client: Client,
	resource: Resource,
	ids: Record<string, string>,
): Promise<JsonObject | undefined> {
	let refusal: unknown;
	const { get } = resource.operations;
	const record =
		get &&
		(await client.run(resource, get, { ids }).catch((error: unknown) => {
			refusal = error;
			return unlessRefused(error);
		}));
	if (record && readId(record, resource) !== undefined) return record;
	const { [resource.idField]: id, ...places } = ids;
	let found: JsonObject | undefined;
	const isIt = (one: JsonObject) => readId(one, resource) === id;
	const whole = await lookThrough(client, resource, { ids: places }, isIt, (one) => {
		found = one;
		return true;
	}).catch((error: unknown) => {
		// The record's own refusal says more than one of the list, unless a later try may help.
		throw refusal !== undefined && isRefusal(error) ? refusal : error;
	});
	if (!found && !whole) throw unfinished(resource, id!);
	return found;
}

/**
 * What a record holds besides itself, such as the messages of a thread. That address is assumed, so that
 * a 404 only counts as an empty list where the record itself is gone.
 * @throws ViviApiError of the 404, which says that the address may be another one, where the record is
 * there or nobody can tell
 */
export async function findListed(
	client: Client,
	resource: Resource,
	operation: Endpoint,
	{ ids, limit }: { ids: Record<string, string>; limit: number },
): Promise<JsonObject[]> {
	const found: JsonObject[] = [];
	try {
		for await (const page of client.list(resource, operation, { ids, limit })) found.push(...page);
		return found;
	} catch (error) {
		if (!(error instanceof ViviApiError) || error.status !== 404) throw error;
		// Whatever keeps it from being looked for, the 404 is what is to be told.
		const isGone = await findById(client, resource, ids).then(
			(record) => record === undefined,
			() => false,
		);
		if (isGone) return [];
		throw error;
	}
}

/** A refusal may be about the way of asking; everything else says something about the service or the key. */
function unlessRefused(error: unknown): false {
	if (!isRefusal(error)) throw error;
	return false;
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
	for await (const page of client.list(resource, resource.operations.getAll, input)) {
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
	return `There may be more ${plural.toLowerCase()} like these: not all of the list could be looked at.`;
}
