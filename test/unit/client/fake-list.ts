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
	/** How many there are stands in a header. */
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
export type Style = (typeof STYLES)[number] | (typeof SILENT_STYLES)[number] | 'window';

/** A service with one list, in any style of paging; records may come and go between two pages. */
export class FakeList {
	readonly asked: string[] = [];
	private created = 0;
	/** Cursors point at this, as a database's sort key; positions shift, keys do not. */
	private records: Array<{ id: string; key: number }> = [];

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
		return this.records.map(({ id }) => id);
	}

	insert(at: number): void {
		const before = this.records[at - 1]?.key ?? 0;
		const after = this.records[at]?.key ?? before + 1;
		const key = at >= this.records.length ? before + 1 : (before + after) / 2;
		this.records.splice(at, 0, { id: `r${this.created++}`, key });
	}

	remove(at: number, count = 1): void {
		this.records.splice(at, count);
	}

	fetchPage = async (
		url: string,
	): Promise<{ headers: Record<string, string>; body: JsonValue }> => {
		if (this.asked.length > 0) this.between(this);
		this.asked.push(url);
		const query = new URL(url).searchParams;
		const number = (name: string, otherwise: number) => Number(query.get(name) ?? otherwise);
		if (number('limit', 1) > this.refusedLimit) throw refused(400);
		const silent = this.silentPage(query);
		if (silent) return silent;
		const limit = Math.min(number('limit', 20), this.maxLimit);
		const first = this.style === 'pageFromZero' ? 0 : 1;
		const page = number('page', first);
		const after = query.get('cursor') ?? query.get('pageToken');
		const positional = after === null;
		const start = positional
			? number('offset', Math.max(0, page - first) * limit)
			: this.records.filter(({ key }) => key <= Number(after)).length;
		const slice = this.records.slice(start, start + limit);
		const more = start + limit < this.records.length;
		const total = this.records.length;
		const items: JsonObject[] = slice.map(({ id }) => ({ id }));
		const cursor = more ? String(slice.at(-1)!.key) : undefined;
		const linked = (name: string, value: string | number) => {
			const next = new URL(url);
			next.searchParams.set(name, String(value));
			return next.href;
		};

		switch (this.style) {
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
				throw new Error(`No such style: ${this.style}`);
		}
	};

	private silentPage(query: URLSearchParams) {
		const { style } = this;
		const limit = Math.min(Number(query.get('limit') ?? 20), this.maxLimit);
		const total = this.records.length;
		const pages = Math.max(1, Math.ceil(total / limit));
		const offset = Number(query.get('offset') ?? 0);
		const page = Number(query.get('page') ?? 1);
		const number = Math.max(0, page - 1);
		const part = (from: number, count = limit, headers: Record<string, string> = {}) => ({
			headers,
			body: this.records.slice(from, from + count).map(({ id }): JsonObject => ({ id })),
		});
		const known = /^(strict)?Unpaged$/i.test(style)
			? ''
			: /offset/i.test(style)
				? 'offset'
				: 'page';
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
}

export function refused(status: number): ViviApiError {
	return new ViviApiError({ code: 'refused', message: `${status}.`, hint: '', status });
}

const plain = (body: JsonValue) => ({ headers: {}, body });
