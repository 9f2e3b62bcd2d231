import { ViviApiError } from '../../../vivi/errors';
import type { JsonObject, JsonValue } from '../../../vivi/http/json';

export const STYLES = [
	'nextCursor',
	'cursor',
	'pageToken',
	'nextUrl',
	'link',
	'page',
	'pageFromZero',
	'nestedPage',
	'offset',
	'nextOffset',
	'total',
	'positionalUrl',
] as const;

/** Lists that do not say how they go on, or not in so many words. */
export const SILENT_STYLES = [
	/** A bare array; knows `offset`, takes no notice of anything else. */
	'bareOffset',
	/** Knows `page`, from 1 on or from 0 on. */
	'barePage',
	'barePageFromZero',
	/** Gives the last page again for those behind it. */
	'clampedPage',
	/** Answers 400 to a parameter that it does not know. */
	'strictOffset',
	/** Likewise, and 404 to a page behind the last. */
	'strictPage',
	/** Knows offsets that are whole pages only. */
	'pagedOffset',
	/** Each page begins with the last record of the one before. */
	'overlappingPage',
	/** A header says how many there are. */
	'totalHeaderOffset',
	'totalHeaderPage',
	'contentRange',
	/** All of the list at once, whatever is asked. */
	'unpaged',
	/** Likewise, with 400 to a parameter that it does not know. */
	'strictUnpaged',
] as const;
/** Those of them in which it can be seen that the list has moved between two pages. */
export const GUARDED_STYLES = [
	...['bareOffset', 'strictOffset', 'totalHeaderOffset', 'totalHeaderPage', 'contentRange'],
] as Style[];
/** What a service does that nobody can see through: only the first page, or no sign of what has gone. */
export type Style =
	(typeof STYLES)[number] | (typeof SILENT_STYLES)[number] | 'window' | 'urlWithoutTotal';

/** A record, and what a cursor points at, as a database's sort key; positions shift, keys do not. */
export interface Row {
	key: number;
	record: JsonObject;
}

export interface Page {
	headers: Record<string, string>;
	body: JsonValue;
}

/** A service with one list, in any style of paging; records may come and go between two pages. */
export class FakeList {
	readonly asked: string[] = [];
	private created = 0;
	private rows: Row[] = [];

	constructor(
		readonly style: Style,
		size: number,
		readonly maxLimit = 100,
		/** Called before each page but the first. */
		readonly between: (list: FakeList) => void = () => {},
		/** Larger numbers are refused with 400, rather than lowered. */
		readonly refusedLimit = Infinity,
	) {
		for (let at = 0; at < size; at++) this.insert(at);
	}

	ids(): string[] {
		return this.rows.map(({ record }) => record['id'] as string);
	}

	insert(at: number): void {
		const before = this.rows[at - 1]?.key ?? 0;
		const after = this.rows[at]?.key ?? before + 1;
		const key = at >= this.rows.length ? before + 1 : (before + after) / 2;
		this.rows.splice(at, 0, { key, record: { id: `r${this.created++}` } });
	}

	remove(at: number, count = 1): void {
		this.rows.splice(at, count);
	}

	fetchPage = async (url: string): Promise<Page> => {
		if (this.asked.length > 0) this.between(this);
		this.asked.push(url);
		return await Promise.resolve(pageOf(this.rows, url, this));
	};
}

/** The page at that address of a list in some style. */
export function pageOf(
	rows: readonly Row[],
	url: string,
	{ style, maxLimit, refusedLimit }: Pick<FakeList, 'style' | 'maxLimit' | 'refusedLimit'>,
): Page {
	const query = new URL(url).searchParams;
	const number = (name: string, otherwise: number) => Number(query.get(name) ?? otherwise);
	if (number('limit', 1) > refusedLimit) throw refused(400);
	const limit = Math.min(number('limit', 20), maxLimit);
	const silent = silentPage(rows, query, { style, limit });
	if (silent) return silent;
	const first = style === 'pageFromZero' ? 0 : 1;
	const page = number('page', first);
	const after = query.get('cursor') ?? query.get('pageToken');
	const start =
		after === null
			? number('offset', Math.max(0, page - first) * limit)
			: rows.filter(({ key }) => key <= Number(after)).length;
	const slice = rows.slice(start, start + limit);
	const more = start + limit < rows.length;
	const total = rows.length;
	const items = slice.map(({ record }) => record);
	const cursor = more ? String(slice.at(-1)!.key) : undefined;
	const linked = (name: string, value: string | number) => {
		const next = new URL(url);
		next.searchParams.set(name, String(value));
		return next.href;
	};

	switch (style) {
		case 'nextCursor':
			return plain({ data: items, nextCursor: cursor ?? null });
		case 'cursor':
			return plain({ data: items, cursor: cursor ?? after });
		case 'pageToken':
			return plain({ items, ...(cursor ? { nextPageToken: cursor } : {}) });
		case 'nextUrl':
			return plain({ results: items, next: cursor ? linked('cursor', cursor) : null });
		case 'positionalUrl':
			return plain({ items, total, next: more ? linked('page', page + 1) : null });
		case 'urlWithoutTotal':
			return plain({ items, next: more ? linked('page', page + 1) : null });
		case 'link':
			return {
				headers: cursor ? { link: `<${linked('cursor', cursor)}>; rel="next"` } : {},
				body: items,
			};
		case 'page':
		case 'pageFromZero':
			return plain({ data: items, page, total, totalPages: Math.ceil(total / limit) });
		case 'nestedPage':
			return plain({
				data: { items },
				meta: { pagination: { page, total, pages: Math.ceil(total / limit) } },
			});
		case 'offset':
			return plain({ data: items, hasMore: more });
		case 'nextOffset':
			return plain({ data: items, nextOffset: more ? start + limit : null });
		case 'total':
			return plain({ data: items, total });
		default:
			throw new Error(`No such style: ${style}`);
	}
}

function silentPage(
	rows: readonly Row[],
	query: URLSearchParams,
	{ style, limit }: { style: Style; limit: number },
): Page | undefined {
	const total = rows.length;
	const pages = Math.max(1, Math.ceil(total / limit));
	const offset = Number(query.get('offset') ?? 0);
	const page = Number(query.get('page') ?? 1);
	const number = Math.max(0, page - 1);
	const part = (from: number, count = limit, headers: Record<string, string> = {}) => ({
		headers,
		body: rows.slice(from, from + count).map(({ record }) => record),
	});
	const known = /^(strict)?Unpaged$/i.test(style) ? '' : /offset/i.test(style) ? 'offset' : 'page';
	const unknown = ['offset', 'page'].some((name) => name !== known && query.has(name));
	if (style.startsWith('strict') && unknown) throw refused(400);
	switch (style) {
		case 'bareOffset':
		case 'strictOffset':
			return part(offset);
		case 'pagedOffset':
			return part(Math.floor(offset / limit) * limit);
		case 'barePage':
			return part(number * limit);
		case 'barePageFromZero':
			return part(Number(query.get('page') ?? 0) * limit);
		case 'clampedPage':
			return part((Math.min(Math.max(page, 1), pages) - 1) * limit);
		case 'overlappingPage':
			return part(number * Math.max(1, limit - 1));
		case 'strictPage':
			if (page > pages) throw refused(404);
			return part(number * limit);
		case 'totalHeaderOffset':
			return part(offset, limit, { 'x-total-count': String(total) });
		case 'totalHeaderPage':
			return part(number * limit, limit, { 'x-total-count': String(total) });
		case 'contentRange':
			return part(offset, limit, { 'content-range': `items ${offset}-x/${total}` });
		case 'unpaged':
		case 'strictUnpaged':
			return part(0, total);
		case 'window':
			return part(0);
		default:
			return undefined;
	}
}

export function refused(status: number): ViviApiError {
	return new ViviApiError({ code: 'refused', message: `${status}.`, hint: '', status });
}

const plain = (body: JsonValue) => ({ headers: {}, body });
