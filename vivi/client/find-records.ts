import { aOrAn } from '../catalogue/a-or-an';
import { searchField } from '../catalogue/operations';
import type { Resource } from '../catalogue/types';
import { ViviApiError, ViviError } from '../errors';
import type { JsonObject } from '../http/json';
import type { Client } from './client';
import { holdsText, isTitle, titleHoldsText } from './matching';
import { isRefusal } from './paging-errors';
import { readId } from './read-list';

/** How many records a search looks at in vain before the list is too long: 50 requests of 100 records. */
export const MOST_IN_VAIN = 5000;

/** The longest text for VIVI's search, in characters; servers close connections over long addresses. */
const LONGEST_SEARCH = 500;

interface TextSearch {
	/** The IDs in the path, by the catalogue's names. */
	ids: Record<string, string>;
	/** Not blank. */
	text: string;
	/** Whether a title has to equal the text, apart from upper and lower case. */
	exact: boolean;
	/** How many records are wanted; all unless given. */
	limit?: number;
	/** Further conditions on a record. */
	isWanted?: (record: JsonObject) => boolean;
}

interface SearchResult {
	/** The results of VIVI's own search come first. */
	records: JsonObject[];
	/** False when a list was not read to its end, so that it may hold more of them. */
	whole: boolean;
}

/**
 * Finds records by a text.
 *
 * VIVI's search is assumed: it may look into names only, or ignore the text. So its results are
 * checked here. The list itself is searched when VIVI finds nothing or cannot search, and for a part
 * of a text also when VIVI may have looked into only one of several title fields.
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
 * Finds a record by its ID. The address of a single record is assumed, so a refusal may concern the
 * address as well as the record, and an answer without a record may mean that there is none. When
 * the record does not come from its address, the list is searched.
 * @param ids of the record and of the records above it
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
		// The record's own refusal says more than the list's, unless a later try may help.
		throw refusal !== undefined && isRefusal(error) ? refusal : error;
	});
	if (!found && !whole) throw unfinished(resource, id!);
	return found;
}

/**
 * The records that belong to a record, such as the messages of a thread. That address is assumed, so
 * a 404 only counts as an empty list if the record itself is gone.
 * @param read reads the list
 * @throws ViviApiError of the 404, which says that the address may be another one, when the record
 * exists or nobody can tell
 */
export async function findListed(
	client: Client,
	resource: Resource,
	ids: Record<string, string>,
	read: () => Promise<JsonObject[]>,
): Promise<JsonObject[]> {
	try {
		return await read();
	} catch (error) {
		if (!(error instanceof ViviApiError) || error.status !== 404) throw error;
		// The 404 is reported, whatever prevented the search for the record.
		const isGone = await findById(client, resource, ids).then(
			(record) => record === undefined,
			() => false,
		);
		if (isGone) return [];
		throw error;
	}
}

/** A refusal may concern the way of asking; all other errors concern the service or the key. */
function unlessRefused(error: unknown): false {
	if (!isRefusal(error)) throw error;
	return false;
}

/**
 * @param take gets each matching record; it returns true to stop
 * @returns whether the list was read to its end, or as far as wanted
 */
async function lookThrough(
	client: Client,
	resource: Resource,
	input: { ids: Record<string, string>; query?: JsonObject },
	isWanted: (record: JsonObject) => boolean,
	take: (record: JsonObject) => boolean,
): Promise<boolean> {
	let inVain = 0;
	const list = client.list(resource, resource.operations.getAll, input);
	for await (const page of list) {
		if (inVain >= MOST_IN_VAIN) return false;
		const wanted = page.filter(isWanted);
		inVain += page.length - wanted.length;
		if (wanted.some(take)) return true;
	}
	return list.end !== 'unknown';
}

/** Read as 'no', it would lead to a second record although the first one exists. */
function unfinished({ label, plural, idField }: Resource, wanted: string): ViviError {
	const noun = label.toLowerCase();
	return new ViviError({
		code: 'search_unfinished',
		field: idField,
		message: `VIVI finds no ${noun} for ${JSON.stringify(wanted)}, and neither is there one among the ${plural.toLowerCase()} that could be looked at (at most ${MOST_IN_VAIN}). The list may go on, so there may be ${aOrAn(noun)} like that all the same.`,
		hint: `Use the ${noun} itself from an earlier step, or look for it with 'API Request' in the way VIVI's API Reference says.`,
	});
}

/** A hint beside the results when a list was not read to its end. */
export function notAllLookedAt({ plural }: Resource): string {
	return `There may be more ${plural.toLowerCase()} like these: not all of the list could be looked at.`;
}
