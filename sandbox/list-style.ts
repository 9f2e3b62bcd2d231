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
	/** Where the records are: the answer is a list of them, or holds them under this name. */
	container: 'array' | 'data';
	/** How the answer says that there is more. */
	next:
		/** A cursor, `null` at the end. */
		| 'nextCursor'
		/** `next`: the whole URL of the next page. */
		| 'url'
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

/** One page of a collection, in the style that was asked for. */
export function answerList(
	collection: Collection,
	style: ListStyle,
	request: FastifyRequest,
	reply: FastifyReply,
	options: {
		operation: Endpoint;
		baseUrl: string;
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
	const cursor = text(query, 'cursor');
	const pageNumber = style.next === 'silentPage' ? (number(query, 'page', 1) ?? 1) : 1;
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
	if (style.next === 'totalHeader') reply.header('x-total-count', String(collection.count(found)));
	if (style.container === 'array') return records;
	return { data: records, ...nextOf() };

	/** What the body says about the next page. */
	function nextOf(): JsonObject {
		switch (style.next) {
			case 'nextCursor':
				return { nextCursor: next ?? null };
			case 'url': {
				const url = new URL(request.url, options.baseUrl);
				if (next !== undefined) url.searchParams.set('cursor', next);
				return { next: next === undefined ? null : url.href };
			}
			case 'hasMore':
				return { hasMore: next !== undefined, offset, limit };
			default:
				return {};
		}
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
