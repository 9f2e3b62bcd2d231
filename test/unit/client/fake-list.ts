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
export type Style = (typeof STYLES)[number];

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
		const limit = Math.min(number('limit', 20), this.maxLimit);
		const first = this.style === 'pageFromZero' ? 0 : 1;
		const page = number('page', first);
		const after = query.get('cursor') ?? query.get('pageToken');
		const positional = after === null;
		const start = positional
			? number('offset', (page - first) * limit)
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
		}
	};
}

const plain = (body: JsonValue) => ({ headers: {}, body });
