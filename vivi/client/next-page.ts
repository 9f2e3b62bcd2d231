import { ViviApiError } from '../http/api-error';
import { isJsonObject, type JsonObject, type JsonValue } from '../http/json';
import { withParameter } from './url';

/** One answer of a list, as far as paging is concerned. */
export interface PageAnswer {
	/** What was asked. */
	url: string;
	headers: Readonly<Record<string, string>>;
	body: JsonValue;
	/** Records in this answer. */
	count: number;
	/** Records in the fullest answer so far. */
	size: number;
	/** What the first answer called its page: 0 or 1. */
	firstPage: number | undefined;
	/** How this answer was asked for; undefined for the first. */
	style: NextPage['style'] | undefined;
}

export type NextPage =
	| { style: 'url' | 'cursor' | 'page'; url: string }
	/** The caller makes the address, since it may want to overlap pages. */
	| { style: 'offset'; offset: number };

/**
 * Where the list goes on. VIVI documents no paging, so the usual styles are understood.
 * @returns undefined at the end of the list
 * @throws ViviApiError `foreign_next_page` when the next page is on another host
 */
export function nextPage(answer: PageAnswer): NextPage | undefined {
	const infos = infosOf(answer.body);
	const more = pick(
		infos,
		['hasMore', 'has_more', 'hasNext', 'hasNextPage', 'has_next_page'],
		bool,
	);
	// Some services send a cursor with the last page too; this is the plainer word.
	if (more === false) return undefined;

	const link = linkTarget(answer.headers.link, 'next');
	if (link !== undefined) return { style: 'url', url: sameOrigin(link, answer.url) };

	const ended = infos.some((info) => NEXT_KEYS.some((key) => isBlank(info, key)));
	return (
		byNextUrl(answer, infos) ??
		byNextCursor(answer, infos) ??
		byCursor(answer, infos, ended, more) ??
		byPage(answer, infos, more) ??
		byOffset(answer, infos, more, ended)
	);
}

/** How many records the list has in all, when the answer says so. */
export function totalOf(body: JsonValue): number | undefined {
	return pick(infosOf(body), ['total', 'totalCount', 'total_count', 'totalItems'], integer);
}

/** The number the answer gives to its page. */
export function pageNumberOf(body: JsonValue): number | undefined {
	return pick(infosOf(body), ['page', 'currentPage', 'current_page', 'pageNumber'], integer);
}

const CURSOR_KEYS = ['nextCursor', 'next_cursor', 'nextPageToken', 'next_page_token'];
const NEXT_KEYS = ['next', 'nextUrl', 'next_url', ...CURSOR_KEYS];

function byNextUrl({ url }: PageAnswer, infos: JsonObject[]): NextPage | undefined {
	const links = infos.flatMap((info) => [info.links, info._links].filter(isJsonObject));
	const href = (value: JsonValue | undefined) => text(isJsonObject(value) ? value.href : value);
	const linked = pick(links, ['next'], href);
	if (linked !== undefined) return { style: 'url', url: sameOrigin(linked, url) };

	const next = pick(infos, ['next', 'nextUrl', 'next_url'], href);
	if (next === undefined) return undefined;
	// A `next` that is no address can only be a cursor.
	return /^([a-z][a-z\d+.-]*:|[/?\\])/i.test(next)
		? { style: 'url', url: sameOrigin(next, url) }
		: { style: 'cursor', url: withParameter(url, 'cursor', next) };
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
	{ url, body, count, size, firstPage }: PageAnswer,
	infos: JsonObject[],
	more: boolean | undefined,
): NextPage | undefined {
	const page = pageNumberOf(body);
	if (page === undefined) return undefined;
	const pages =
		pick(infos, ['totalPages', 'total_pages', 'pageCount', 'page_count', 'lastPage'], integer) ??
		pick(infos, ['last_page', 'pages'], integer);
	const total = totalOf(body);
	const pageSize = pick(infos, ['pageSize', 'page_size', 'perPage', 'per_page'], integer) || size;

	const before = firstPage === 0 ? page : page - 1;
	let goesOn = more === true;
	if (pages !== undefined) goesOn ||= before + 1 < pages;
	else if (total !== undefined) goesOn ||= count > 0 && before * pageSize + count < total;
	return goesOn ? { style: 'page', url: withParameter(url, 'page', page + 1) } : undefined;
}

function byOffset(
	{ url, body, count, style }: PageAnswer,
	infos: JsonObject[],
	more: boolean | undefined,
	ended: boolean,
): NextPage | undefined {
	const given = pick(infos, ['nextOffset', 'next_offset'], integer);
	if (given !== undefined) return { style: 'offset', offset: given };

	const sent = integer(new URL(url).searchParams.get('offset') ?? 0) ?? 0;
	const next = (pick(infos, ['offset', 'skip'], integer) ?? sent) + count;
	if (more === true) return { style: 'offset', offset: next };

	// A total above what has come says that there is more, unless another style is at its end.
	const total = totalOf(body);
	const alone = (style === undefined || style === 'offset') && pageNumberOf(body) === undefined;
	const goesOn = alone && !ended && total !== undefined && count > 0 && next < total;
	return goesOn ? { style: 'offset', offset: next } : undefined;
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

/** The access token goes with every page, so a page on another host is never asked for. */
function sameOrigin(target: string, current: string): string {
	let url: URL | undefined;
	try {
		url = new URL(target, current);
	} catch {
		// Told below, like any other address that is of no use.
	}
	if (!url || url.origin !== new URL(current).origin || url.username || url.password) {
		throw new ViviApiError({
			code: 'foreign_next_page',
			field: 'baseUrl',
			message: "VIVI's list goes on at an address outside 'Base URL', which was not asked for.",
			hint: "Set 'Base URL' to the address that VIVI itself uses, normally https://api.vivi.bot; a proxy in between may hide it. Set a limit to read the first page only.",
		});
	}
	url.hash = '';
	return url.href;
}
