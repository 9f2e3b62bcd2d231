import type { ApiErrorContext } from '../error-texts/context';
import type { JsonObject, JsonValue } from '../http/json';
import type { HttpResponse } from '../http/port';
import { fetchPage, type Connection } from './connection';
import { listPages } from './paging';
import type { ListShape } from './read-list';
import type { ListInput } from './resource-calls';

/** The answer with the first page of a list. */
export type FirstPage = Pick<HttpResponse, 'headers'> & { body: JsonValue };

/** How a list goes on after its first page. */
export interface ListToGoOn extends Pick<ListInput, 'limit' | 'onEnd'> {
	shape: ListShape;
	/** Its name within the account, for the facts about its paging. */
	key: string;
}

/**
 * The records of the list whose first page is that answer, a page at a time.
 * @throws ViviApiError `unexpected_answer` when it is not a list
 */
export function listAfter(
	at: Connection,
	request: { url: string; context: ApiErrorContext; headers: Record<string, string> },
	first: FirstPage,
	{ shape, key, limit, onEnd }: ListToGoOn,
): AsyncGenerator<JsonObject[]> {
	const { base, accountId, lists } = at;
	const { url: firstUrl, context, headers } = request;
	return listPages({
		base,
		facts: lists.of(`${base.href} ${accountId} ${key}`),
		url: firstUrl,
		shape,
		context,
		...(limit !== undefined && { limit }),
		...(onEnd && { onEnd }),
		fetchPage: async (url) =>
			url === firstUrl ? first : await fetchPage(at, { method: 'GET', url }, context, { headers }),
	});
}
