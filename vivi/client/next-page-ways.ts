import { hasDotSegment, isBelow } from '../address/path';
import { withParameter } from '../address/url';
import { ViviApiError } from '../errors';
import { isJsonObject, type JsonObject, type JsonValue } from '../http/json';
import type { NextPage, PageAnswer } from './page-answer';
import { integer, pageNumberOf, text, totalOf } from './paging-info';
import { firstSaid } from './values-under';

/** The names of a cursor for the next page. */
export const CURSOR_KEYS = ['nextCursor', 'next_cursor', 'nextPageToken', 'next_page_token'];

/** The parameters besides `cursor` that a cursor may be sent as; see {@link byNextCursor}. */
export const TOKEN_PARAMETERS = ['pageToken', 'page_token'];

/** By a `next` with an address or a cursor. */
export function byNextUrl(answer: PageAnswer, infos: JsonObject[]): NextPage | undefined {
	const links = infos.flatMap((info) => [info.links, info._links].filter(isJsonObject));
	const href = (value: JsonValue | undefined) => text(isJsonObject(value) ? value.href : value);
	const linked = firstSaid(links, ['next'], href);
	if (linked !== undefined) return { style: 'url', url: belowBase(linked, answer) };

	const next = firstSaid(infos, ['next', 'nextUrl', 'next_url'], href);
	if (next === undefined) return undefined;
	// A `next` that is not an address can only be a cursor.
	return /^([a-z][a-z\d+.-]*:|\.{0,2}[/?\\])/i.test(next)
		? { style: 'url', url: belowBase(next, answer) }
		: { style: 'cursor', url: withParameter(answer.url, 'cursor', next) };
}

/** By a cursor for the next page. */
export function byNextCursor({ url }: PageAnswer, infos: JsonObject[]): NextPage | undefined {
	for (const key of CURSOR_KEYS) {
		const cursor = firstSaid(infos, [key], text);
		if (cursor) return { style: 'cursor', url: withParameter(url, parameterOf(key), cursor) };
	}
	return undefined;
}

/** The parameter for a cursor has its name in the answer without `next`. */
function parameterOf(key: string): string {
	return key.replace(/^next_?(.)/, (_, first: string) => first.toLowerCase());
}

/** A plain `cursor` may be the next or the present one; the present one means the end. */
export function byCursor(
	{ url }: PageAnswer,
	infos: JsonObject[],
	ended: boolean,
	more: boolean | undefined,
): NextPage | undefined {
	const cursor = firstSaid(infos, ['cursor'], text);
	if (cursor === undefined || (ended && more !== true)) return undefined;
	const sent = new URL(url).searchParams.get('cursor');
	if (cursor === sent && more !== true) return undefined;
	return { style: 'cursor', url: withParameter(url, 'cursor', cursor) };
}

/** By the number of the page, with a number of pages or a total. */
export function byPage(
	answer: PageAnswer,
	infos: JsonObject[],
	more: boolean | undefined,
): NextPage | undefined {
	const { url, body, count, size, firstPage } = answer;
	const page = pageNumberOf(body);
	if (page === undefined) return undefined;
	const pages = pagesOf(infos);
	const total = totalOf(answer);
	const pageSize =
		firstSaid(infos, ['pageSize', 'page_size', 'perPage', 'per_page'], integer) || size;

	const before = firstPage === 0 ? page : page - 1;
	let goesOn = more === true;
	if (pages !== undefined) goesOn ||= before + 1 < pages;
	else if (total !== undefined) goesOn ||= count > 0 && before * pageSize + count < total;
	return goesOn ? { style: 'page', url: withParameter(url, 'page', page + 1) } : undefined;
}

/** By an offset, given or counted. */
export function byOffset(
	answer: PageAnswer,
	infos: JsonObject[],
	more: boolean | undefined,
	ended: boolean,
): NextPage | undefined {
	const { url, body, count, style } = answer;
	const given = firstSaid(infos, ['nextOffset', 'next_offset'], integer);
	if (given !== undefined) return { style: 'offset', offset: given, isGuess: false };

	const sent = integer(new URL(url).searchParams.get('offset') ?? 0) ?? 0;
	const offset = (firstSaid(infos, ['offset', 'skip'], integer) ?? sent) + count;
	if (more === true) return { style: 'offset', offset, isGuess: true };

	// A total above the number of records means that more follows, unless another style has ended.
	const total = totalOf(answer);
	const isAlone =
		style !== 'url' && style !== 'cursor' && pageNumberOf(body) === undefined && !ended;
	const reached = style === 'page' ? answer.reached : offset;
	const goesOn = isAlone && total !== undefined && count > 0 && reached < total;
	return goesOn ? { style: 'offset', offset, isGuess: true } : undefined;
}

/**
 * The address of a next page. The access token goes with every page, so an address that is not below the
 * base URL is never used.
 * @throws ViviApiError `foreign_next_page`
 */
export function belowBase(target: string, { url: current, base }: PageAnswer): string {
	let url: URL | undefined;
	try {
		url = new URL(target, current);
		url.hash = '';
	} catch {
		// Reported below, like any other unusable address.
	}
	if (url && isBelow(url, base) && !hasDotSegment(url.pathname)) return url.href;
	throw new ViviApiError({
		code: 'foreign_next_page',
		field: 'baseUrl',
		message: "VIVI's list goes on at an address outside 'Base URL', which was not asked for.",
		hint: "Set 'Base URL' to the address that VIVI itself uses, normally https://api.vivi.bot; a proxy in between may hide it. Where a limit can be set, a small one gives the first page only.",
	});
}

/** The number of pages, where the answer gives it. */
export function pagesOf(infos: JsonObject[]): number | undefined {
	return (
		firstSaid(
			infos,
			['totalPages', 'total_pages', 'pageCount', 'page_count', 'lastPage'],
			integer,
		) ?? firstSaid(infos, ['last_page', 'pages'], integer)
	);
}
