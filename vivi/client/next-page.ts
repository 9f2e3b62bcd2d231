import { ViviApiError } from '../errors';
import { isJsonObject, type JsonObject, type JsonValue } from '../http/json';
import { hasDotSegment, isBelow } from '../address/path';
import { withParameter } from '../address/url';

/** One answer of a list, as far as paging is concerned. */
export interface PageAnswer {
	/** The next page has to lie below it. */
	base: URL;
	/** What was asked. */
	url: string;
	headers: Readonly<Record<string, string>>;
	body: JsonValue;
	/** Records in this answer. */
	count: number;
	/** Records in the fullest answer so far. */
	size: number;
	/** Records up to the end of this answer. */
	reached: number;
	/** What the first answer called its page: 0 or 1. */
	firstPage: number | undefined;
	/** How this answer was asked for; undefined for the first. */
	style: NextPage['style'] | undefined;
	/** An earlier answer said that there is this one. */
	wasGiven: boolean;
}

export type NextPage =
	| { style: 'url' | 'cursor' | 'page'; url: string }
	/**
	 * The caller makes the address, since it may want to overlap pages. `isGuess`: the answer says that
	 * there is more, but not how to get it.
	 */
	| { style: 'offset'; offset: number; isGuess: boolean };

/**
 * Where the list goes on. VIVI documents no paging, so the usual styles are understood.
 * @returns `end` when the answer says that nothing follows, `unsaid` when it says nothing about it
 * @throws ViviApiError `foreign_next_page` when the next page is not below the base URL
 */
export function nextPage(answer: PageAnswer): NextPage | 'end' | 'unsaid' {
	const infos = infosOf(answer.body);
	const more = saysMore(infos);
	// Some services send a cursor with the last page too; this is the plainer word.
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

/** How many records the list has in all, when the answer says so. */
export function totalOf({
	body,
	headers,
}: Pick<PageAnswer, 'body' | 'headers'>): number | undefined {
	const said = pick(infosOf(body), TOTAL_KEYS, integer);
	if (said !== undefined) return said;
	const [inHeader] = TOTAL_HEADERS.map((name) => integer(headers[name]?.trim())).filter(
		(total) => total !== undefined,
	);
	// RFC 9110 §14.4, with any unit: `items 0-99/1000`.
	const [, inRange] = /\/\s*(\d{1,15})\s*$/.exec(headers['content-range'] ?? '') ?? [];
	return inHeader ?? integer(inRange);
}

/** The number the answer gives to its page. */
export function pageNumberOf(body: JsonValue): number | undefined {
	return pick(infosOf(body), ['page', 'currentPage', 'current_page', 'pageNumber'], integer);
}

const TOTAL_KEYS = [
	...['total', 'totalCount', 'total_count', 'totalItems', 'totalElements', 'totalResults'],
	...['totalRecords', 'total_items', 'total_results', 'total_records'],
];
const TOTAL_HEADERS = [
	...['x-total-count', 'x-total', 'x-total-results', 'x-wp-total', 'total-count'],
	'x-pagination-total-count',
];

function saysMore(infos: JsonObject[]): boolean | undefined {
	const more = pick(
		infos,
		['hasMore', 'has_more', 'hasNext', 'hasNextPage', 'has_next_page'],
		bool,
	);
	const last = pick(infos, ['isLast', 'is_last', 'last'], bool);
	return more ?? (last === undefined ? undefined : !last);
}

/** Whether a place where the next page would be named is there, and empty. */
function saysNothingFollows({ headers }: PageAnswer, infos: JsonObject[]): boolean {
	const links = infos.flatMap((info) => [info.links, info._links].filter(isJsonObject));
	return (
		headers['x-next-page'] === '' ||
		[...infos, ...links].some((info) => NEXT_KEYS.some((key) => isBlank(info, key))) ||
		['prev', 'previous', 'first', 'last'].some((rel) => linkTarget(headers.link, rel) !== undefined)
	);
}

/** Whether what the answer says, together with the answers before, makes it the last one. */
function isLast(answer: PageAnswer, infos: JsonObject[]): boolean {
	const { url, body, count, reached, wasGiven } = answer;
	const page = pageNumberOf(body);
	if (page !== undefined && pagesOf(infos) !== undefined) return true;
	const total = totalOf(answer);
	// Nothing at all, though there should be something, is no word about the end.
	if (total !== undefined) return reached >= total || count > 0;
	const cursor = pick(infos, ['cursor'], text);
	if (cursor !== undefined && cursor === new URL(url).searchParams.get('cursor')) return true;
	// What led here would lead on, if there were more.
	return wasGiven;
}

function pagesOf(infos: JsonObject[]): number | undefined {
	return (
		pick(infos, ['totalPages', 'total_pages', 'pageCount', 'page_count', 'lastPage'], integer) ??
		pick(infos, ['last_page', 'pages'], integer)
	);
}

const CURSOR_KEYS = ['nextCursor', 'next_cursor', 'nextPageToken', 'next_page_token'];
const NEXT_KEYS = ['next', 'nextUrl', 'next_url', 'nextOffset', 'next_offset', ...CURSOR_KEYS];

function byNextUrl(answer: PageAnswer, infos: JsonObject[]): NextPage | undefined {
	const links = infos.flatMap((info) => [info.links, info._links].filter(isJsonObject));
	const href = (value: JsonValue | undefined) => text(isJsonObject(value) ? value.href : value);
	const linked = pick(links, ['next'], href);
	if (linked !== undefined) return { style: 'url', url: belowBase(linked, answer) };

	const next = pick(infos, ['next', 'nextUrl', 'next_url'], href);
	if (next === undefined) return undefined;
	// A `next` that is no address can only be a cursor.
	return /^([a-z][a-z\d+.-]*:|\.{0,2}[/?\\])/i.test(next)
		? { style: 'url', url: belowBase(next, answer) }
		: { style: 'cursor', url: withParameter(answer.url, 'cursor', next) };
}

function byNextCursor({ url }: PageAnswer, infos: JsonObject[]): NextPage | undefined {
	for (const key of CURSOR_KEYS) {
		const cursor = pick(infos, [key], text);
		// Services that answer with a page token take it as `pageToken`.
		const parameter = /token/i.test(key) ? 'pageToken' : 'cursor';
		if (cursor) return { style: 'cursor', url: withParameter(url, parameter, cursor) };
	}
	return undefined;
}

/** A plain `cursor` may be the next one or the present one; the present one means the end. */
function byCursor(
	{ url }: PageAnswer,
	infos: JsonObject[],
	ended: boolean,
	more: boolean | undefined,
): NextPage | undefined {
	const cursor = pick(infos, ['cursor'], text);
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
	const pageSize = pick(infos, ['pageSize', 'page_size', 'perPage', 'per_page'], integer) || size;

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
	const given = pick(infos, ['nextOffset', 'next_offset'], integer);
	if (given !== undefined) return { style: 'offset', offset: given, isGuess: false };

	const sent = integer(new URL(url).searchParams.get('offset') ?? 0) ?? 0;
	const offset = (pick(infos, ['offset', 'skip'], integer) ?? sent) + count;
	if (more === true) return { style: 'offset', offset, isGuess: true };

	// A total above what has come says that there is more, unless another style is at its end.
	const total = totalOf(answer);
	const isAlone =
		style !== 'url' && style !== 'cursor' && pageNumberOf(body) === undefined && !ended;
	const reached = style === 'page' ? answer.reached : offset;
	const goesOn = isAlone && total !== undefined && count > 0 && reached < total;
	return goesOn ? { style: 'offset', offset, isGuess: true } : undefined;
}

/** The places where answers keep what they say about paging, the outermost first. */
function infosOf(body: JsonValue): JsonObject[] {
	if (!isJsonObject(body)) return [];
	const inner = [body, body.data].filter(isJsonObject);
	const named = inner.flatMap((info) =>
		['pagination', 'meta', 'paging', 'pageInfo', 'page_info'].map((key) => info[key]),
	);
	const deeper = named.map((info) => (isJsonObject(info) ? info.pagination : undefined));
	return [...inner, ...named, ...deeper].filter(isJsonObject);
}

function pick<T>(
	infos: readonly JsonObject[],
	keys: readonly string[],
	read: (value: JsonValue | undefined) => T | undefined,
): T | undefined {
	for (const info of infos) {
		for (const key of keys) {
			const value = Object.hasOwn(info, key) ? read(info[key]) : undefined;
			if (value !== undefined) return value;
		}
	}
	return undefined;
}

/** Present, but says that there is nothing. */
function isBlank(info: JsonObject, key: string): boolean {
	return Object.hasOwn(info, key) && [null, '', false].includes(info[key] as null);
}

function text(value: JsonValue | undefined): string | undefined {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value !== '' ? value : undefined;
}

function bool(value: JsonValue | undefined): boolean | undefined {
	return typeof value === 'boolean' ? value : undefined;
}

function integer(value: JsonValue | undefined): number | undefined {
	const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
	return Number.isSafeInteger(number) && (number as number) >= 0 ? (number as number) : undefined;
}

/** The target of a `Link` header (RFC 8288) with that relation. */
export function linkTarget(header: string | undefined, relation: string): string | undefined {
	const links = /<([^<>]*)>((?:\s*;\s*[\w!#$&+.^`|~*-]+\s*(?:=\s*(?:"[^"]*"|[^\s",;]*))?)*)/g;
	for (const [, target, parameters] of (header ?? '').slice(0, 20_000).matchAll(links)) {
		const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]*))/i.exec(parameters ?? '');
		const relations = (rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/);
		if (relations.includes(relation)) return target;
	}
	return undefined;
}

/** The access token goes with every page, so one that is not below the base URL is never asked for. */
function belowBase(target: string, { url: current, base }: PageAnswer): string {
	let url: URL | undefined;
	try {
		url = new URL(target, current);
		url.hash = '';
	} catch {
		// Told below, like any other address that is of no use.
	}
	if (url && isBelow(url, base) && !hasDotSegment(url.pathname)) return url.href;
	throw new ViviApiError({
		code: 'foreign_next_page',
		field: 'baseUrl',
		message: "VIVI's list goes on at an address outside 'Base URL', which was not asked for.",
		hint: "Set 'Base URL' to the address that VIVI itself uses, normally https://api.vivi.bot; a proxy in between may hide it. Where a limit can be set, a small one gives the first page only.",
	});
}
