import type { FastifyReply, FastifyRequest } from 'fastify';
import type { JsonObject, JsonValue } from '../vivi/http/json';
import type { Endpoint } from '../vivi/catalogue/types';
import { ApiError } from './errors';
import { wantedBy, type FilterStyle } from './list-filters';
import type { Collection } from './store';

/**
 * How lists are answered. VIVI documents no shape, so clients have to cope with many; tests set the
 * sandbox to each of them.
 */
export interface ListStyle {
	/** The place of the records; `plural` is the resource's own name, such as `knowledgeBases`. */
	container: 'array' | 'data' | 'items' | 'results' | 'records' | 'plural';
	/** How the answer says that there is more. */
	next:
		/** `null` at the end. */
		| 'nextCursor'
		/** The other names of a cursor are missing at the end. */
		| 'next_cursor'
		| 'cursor'
		| 'nextPageToken'
		/** `next`: the whole URL of the next page. */
		| 'url'
		/** The header `Link: <…>; rel="next"`. */
		| 'link'
		/** `page` and `totalPages`. */
		| 'totalPages'
		/** `hasMore`, to be continued with `offset`. */
		| 'hasMore'
		/** Not at all, although `offset` or `page` gets the next page. */
		| 'silentOffset'
		| 'silentPage'
		/** Likewise with `offset`; the header `X-Total-Count` tells how many there are. */
		| 'totalHeader'
		/** Not at all, and nothing gets more. */
		| 'none';
	/** The name of the ID; `resource` is `agentId`, `messageId`, … */
	idKey: 'id' | '_id' | 'uuid' | 'resource';
	order: 'oldestFirst' | 'newestFirst';
	defaultLimit: number;
	maxLimit: number;
	/** A larger `limit` is refused with 400. */
	refusedLimit: number;
	/** What happens to the query parameters that filter the list. */
	filters: FilterStyle;
}

export const DEFAULT_LIST_STYLE: ListStyle = {
	container: 'data',
	next: 'nextCursor',
	idKey: 'id',
	order: 'oldestFirst',
	defaultLimit: 50,
	maxLimit: 200,
	refusedLimit: Infinity,
	filters: 'honoured',
};

const BY_OFFSET: ReadonlyArray<ListStyle['next']> = ['hasMore', 'silentOffset', 'totalHeader'];
const BY_PAGE: ReadonlyArray<ListStyle['next']> = ['totalPages', 'silentPage'];

/** The names under which clients return a cursor, depending on its name in the answer. */
const CURSOR_PARAMETERS = ['cursor', 'nextCursor', 'next_cursor', 'pageToken', 'nextPageToken'];

/** One page of a collection, in the style that was asked for. */
export function answerList(
	collection: Collection,
	style: ListStyle,
	request: FastifyRequest,
	reply: FastifyReply,
	options: {
		operation: Endpoint;
		baseUrl: string;
		plural: string;
		present: (record: JsonObject) => JsonObject;
	},
): JsonValue {
	const query = request.query as Record<string, string | string[] | undefined>;
	const wanted = number(query, 'limit', 1) ?? style.defaultLimit;
	if (wanted > style.refusedLimit) {
		throw new ApiError(400, 'invalid_query', `'limit' must be at most ${style.refusedLimit}.`);
	}
	const limit = Math.min(style.maxLimit, wanted);
	const search = text(query, 'search')?.trim();
	const isWanted = wantedBy(options.operation, query, style.filters);
	const found = { ...(search ? { search } : {}), ...(isWanted && { isWanted }) };
	const cursor = CURSOR_PARAMETERS.map((name) => text(query, name)).find(Boolean);
	const pageNumber = BY_PAGE.includes(style.next) ? (number(query, 'page', 1) ?? 1) : 1;
	const offset = BY_OFFSET.includes(style.next) ? (number(query, 'offset', 0) ?? 0) : 0;

	const page = collection.page({
		limit,
		skip: offset + (pageNumber - 1) * limit,
		order: style.order,
		...found,
		...(cursor ? { after: decodeCursor(cursor) } : {}),
	});
	const records = page.records.map(options.present);
	const next = page.next === undefined ? undefined : encodeCursor(page.next);
	const nextUrl = () => {
		const url = new URL(request.url, options.baseUrl);
		url.searchParams.set('cursor', next!);
		return url.href;
	};

	if (style.next === 'link' && next) reply.header('link', `<${nextUrl()}>; rel="next"`);
	if (style.next === 'totalHeader') reply.header('x-total-count', String(collection.count(found)));
	if (style.container === 'array') return records;
	return {
		[style.container === 'plural' ? options.plural : style.container]: records,
		...nextOf(style, {
			...{ cursor: next, nextUrl, pageNumber, offset, limit },
			count: () => collection.count(found),
		}),
	};
}

/** What the body says about the next page. */
function nextOf(
	{ next }: ListStyle,
	page: {
		cursor: string | undefined;
		nextUrl: () => string;
		pageNumber: number;
		offset: number;
		limit: number;
		count: () => number;
	},
): JsonObject {
	const { cursor, pageNumber, offset, limit } = page;
	switch (next) {
		case 'nextCursor':
			return { nextCursor: cursor ?? null };
		case 'next_cursor':
		case 'cursor':
		case 'nextPageToken':
			return cursor ? { [next]: cursor } : {};
		case 'url':
			return { next: cursor ? page.nextUrl() : null };
		case 'totalPages': {
			const total = page.count();
			return { page: pageNumber, total, totalPages: Math.ceil(total / limit) };
		}
		case 'hasMore':
			return { hasMore: cursor !== undefined, offset, limit };
		default:
			return {};
	}
}

function encodeCursor(position: number): string {
	return Buffer.from(`after:${position}`).toString('base64url');
}

function decodeCursor(cursor: string): number {
	const [, position] = /^after:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
	if (position === undefined) {
		throw new ApiError(400, 'invalid_cursor', 'The cursor is not one of ours.');
	}
	return Number(position);
}

function text(
	query: Record<string, string | string[] | undefined>,
	name: string,
): string | undefined {
	const value = query[name];
	return Array.isArray(value) ? value[0] : value;
}

function number(
	query: Record<string, string | string[] | undefined>,
	name: string,
	least: number,
): number | undefined {
	const value = text(query, name);
	if (value === undefined || value === '') return undefined;
	if (!/^\d+$/.test(value) || Number(value) < least) {
		throw new ApiError(400, 'invalid_query', `'${name}' must be a whole number from ${least} on.`);
	}
	return Number(value);
}
