import { ViviApiError } from '../errors';
import { isJsonObject, type JsonObject, type JsonValue } from '../http/json';
import { linkTarget } from '../http/link-header';
import { hasDotSegment, isBelow } from '../address/path';
import { withParameter } from '../address/url';
import {
	bool,
	firstSaid,
	infosOf,
	integer,
	isBlank,
	pageNumberOf,
	text,
	totalOf,
} from './paging-info';

/** One answer of a list, with the parts that matter for paging. */
export interface PageAnswer {
	/** The next page has to lie below it. */
	base: URL;
	/** The address that was asked. */
	url: string;
	headers: Readonly<Record<string, string>>;
	body: JsonValue;
	/** The number of records in this answer. */
	count: number;
	/** The number of records in the fullest answer so far. */
	size: number;
	/** The number of records up to the end of this answer. */
	reached: number;
	/** The number of the first page: 0 or 1. */
	firstPage: number | undefined;
	/** The way in which this answer was asked for; undefined for the first. */
	style: NextPage['style'] | undefined;
	/** An earlier answer announced this one. */
	wasGiven: boolean;
}

export type NextPage =
	| { style: 'url' | 'cursor' | 'page'; url: string }
	/**
	 * The caller makes the address, since it may want overlapping pages. `isGuess`: the answer says
	 * that more follows, but not how to get it.
	 */
	| { style: 'offset'; offset: number; isGuess: boolean };

/**
 * Where the list goes on. VIVI documents no paging, so this understands the usual styles.
 * @returns `end` when the answer says that nothing follows, `unsaid` when it does not say
 * @throws ViviApiError `foreign_next_page` when the next page is not below the base URL
 */
export function nextPage(answer: PageAnswer): NextPage | 'end' | 'unsaid' {
	const infos = infosOf(answer.body);
	const more = saysMore(infos);
	// Some services send a cursor with the last page too; this field is clearer.
	if (more === false) return 'end';

	const link = linkTarget(answer.headers.link, 'next');
	if (link !== undefined) return { style: 'url', url: belowBase(link, answer) };

	const number = integer(answer.headers['x-next-page']);
	if (number !== undefined) {
		return { style: 'page', url: withParameter(answer.url, 'page', number) };
	}
	const ended = saysNothingFollows(answer, infos);
	return (
		byNextUrl(answer, infos) ??
		byNextCursor(answer, infos) ??
		byCursor(answer, infos, ended, more) ??
		byPage(answer, infos, more) ??
		byOffset(answer, infos, more, ended) ??
		(ended || isLast(answer, infos) ? 'end' : 'unsaid')
	);
}

function saysMore(infos: JsonObject[]): boolean | undefined {
	const more = firstSaid(
		infos,
		['hasMore', 'has_more', 'hasNext', 'hasNextPage', 'has_next_page'],
		bool,
	);
	const last = firstSaid(infos, ['isLast', 'is_last', 'last'], bool);
	return more ?? (last === undefined ? undefined : !last);
}

/** Whether a field that would name the next page is there, and empty. */
function saysNothingFollows({ headers }: PageAnswer, infos: JsonObject[]): boolean {
	const links = infos.flatMap((info) => [info.links, info._links].filter(isJsonObject));
	return (
		headers['x-next-page'] === '' ||
		[...infos, ...links].some((info) => NEXT_KEYS.some((key) => isBlank(info, key))) ||
		['prev', 'previous', 'first', 'last'].some((rel) => linkTarget(headers.link, rel) !== undefined)
	);
}

/** Whether this answer, together with the answers before, is the last one. */
function isLast(answer: PageAnswer, infos: JsonObject[]): boolean {
	const { url, body, count, reached, wasGiven } = answer;
	const page = pageNumberOf(body);
	if (page !== undefined && pagesOf(infos) !== undefined) return true;
	const total = totalOf(answer);
	// An answer without any records, where some should be, does not say that the list ends.
	if (total !== undefined) return reached >= total || count > 0;
	const cursor = firstSaid(infos, ['cursor'], text);
	if (cursor !== undefined && cursor === new URL(url).searchParams.get('cursor')) return true;
	// The style that led here would lead on, if more followed.
	return wasGiven;
}

function pagesOf(infos: JsonObject[]): number | undefined {
	return (
		firstSaid(
			infos,
			['totalPages', 'total_pages', 'pageCount', 'page_count', 'lastPage'],
			integer,
		) ?? firstSaid(infos, ['last_page', 'pages'], integer)
	);
}

const CURSOR_KEYS = ['nextCursor', 'next_cursor', 'nextPageToken', 'next_page_token'];
const NEXT_KEYS = ['next', 'nextUrl', 'next_url', 'nextOffset', 'next_offset', ...CURSOR_KEYS];

function byNextUrl(answer: PageAnswer, infos: JsonObject[]): NextPage | undefined {
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

function byNextCursor({ url }: PageAnswer, infos: JsonObject[]): NextPage | undefined {
	for (const key of CURSOR_KEYS) {
		const cursor = firstSaid(infos, [key], text);
		// Services that answer with a page token take it as `pageToken`.
		const parameter = /token/i.test(key) ? 'pageToken' : 'cursor';
		if (cursor) return { style: 'cursor', url: withParameter(url, parameter, cursor) };
	}
	return undefined;
}

/** A plain `cursor` may be the next or the present one; the present one means the end. */
function byCursor(
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

function byPage(
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

function byOffset(
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

/** The access token goes with every page, so an address that is not below the base URL is never used. */
function belowBase(target: string, { url: current, base }: PageAnswer): string {
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
