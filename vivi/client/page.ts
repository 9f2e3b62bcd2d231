import { ViviInputError } from '../errors';
import type { ApiErrorContext } from '../http/api-error';
import { isJsonObject, parseJson, type JsonObject, type JsonValue } from '../http/json';
import { nextPage, pageNumberOf, type NextPage } from './next-page';
import { isBelow } from './path';
import { readList, type ListShape } from './read-list';
import { withParameter } from './url';

/** One page of a list, for pickers that ask for the next one only when it is wanted. */
export interface Page {
	records: JsonObject[];
	/** Hand it in to get the page after this one; absent at the end of the list. */
	next?: string;
}

export interface PageOptions {
	base: URL;
	/** The first page. */
	url: string;
	/** The `next` of the page before. */
	after?: string;
	fetchPage: (url: string) => Promise<{ headers: Record<string, string>; body: JsonValue }>;
	shape: ListShape;
	context: ApiErrorContext;
}

/** Where a list goes on, and what has to be remembered of the pages before. */
interface Place {
	url: string;
	style?: NextPage['style'];
	size: number;
	firstPage?: number;
}

/**
 * Reads one page. What changes between two pages may come twice or be missed, which a picker can
 * bear; `listPages` is for whole lists.
 * @throws ViviInputError `invalid_page` when `after` is not one of this list
 */
export async function readPage(options: PageOptions): Promise<Page> {
	const { base, fetchPage, shape, context, after } = options;
	const place: Place = after === undefined ? { url: options.url, size: 0 } : placeIn(after, base);
	const { headers, body } = await fetchPage(place.url);
	const records = readList(body, shape, context);
	const size = Math.max(place.size, records.length);
	const firstPage = after === undefined ? pageNumberOf(body) : place.firstPage;

	const { url, style } = place;
	const next = nextPage({ url, headers, body, count: records.length, size, firstPage, style });
	if (!next) return { records };
	const nextUrl = next.style === 'offset' ? withParameter(url, 'offset', next.offset) : next.url;
	// A list that leads back to itself has no next page.
	if (nextUrl === url) return { records };
	const following: Place = {
		url: nextUrl,
		style: next.style,
		size,
		...(firstPage !== undefined && { firstPage }),
	};
	return { records, next: JSON.stringify(following) };
}

/** It has been with the editor in between, so it may only lead below the base URL. */
function placeIn(after: string, base: URL): Place {
	const place = parseJson(after);
	const { url } = isJsonObject(place) ? place : {};
	if (typeof url === 'string' && URL.canParse(url) && isBelow(new URL(url), base)) {
		return place as unknown as Place;
	}
	throw new ViviInputError({
		code: 'invalid_page',
		message: 'The list cannot be continued from here.',
		hint: 'Open the list again.',
	});
}
