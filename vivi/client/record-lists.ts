import type { Endpoint, Resource } from '../catalogue/types';
import { fetchPage } from './connection';
import { ListReading, PAGE_SIZE, type RecordList } from './list-reading';
import { locate, type OperationInput, type Service } from './located';
import { readPage, type Page } from './page';
import type { PageCache } from './page-cache';

export interface ListInput extends OperationInput {
	/** How many records are wanted; all unless given. */
	limit?: number | undefined;
	/** The cache for lists that are read again and again. */
	cache?: PageCache;
	/** The number of requests after which the list counts as endless. */
	maxRequests?: number;
	/** Asks for the end even where earlier readings say where it is. */
	doubt?: boolean;
}

/** The records of a `list` operation. */
export function listRecords(
	service: Service,
	resource: Resource,
	operation: Endpoint,
	{ ids, query, cache, limit, ...input }: ListInput,
): RecordList {
	const most = Math.min(limit ?? PAGE_SIZE, PAGE_SIZE);
	const list = open(service, resource, operation, { ids, query: { limit: most, ...query } }, cache);
	return new ListReading({ ...list, ...input, limit });
}

/** A single page of a `list` operation. */
export async function readOnePage(
	service: Service,
	resource: Resource,
	operation: Endpoint,
	{ ids, query, after }: OperationInput & { after?: string | undefined },
): Promise<Page> {
	const list = open(service, resource, operation, { ids, query: { limit: PAGE_SIZE, ...query } });
	return await readPage({ ...list, after });
}

/** Where a list is, and how its pages are fetched. */
function open(
	service: Service,
	resource: Resource,
	operation: Endpoint,
	input: OperationInput,
	cache?: PageCache,
) {
	const { base, accountId, lists } = service;
	const { at, placed, url, context } = locate(service, resource, operation, input);
	const { headers, body } = placed;
	return {
		...{ base, url, context, shape: at.shape, record: at.record },
		// The lists of an operation have the same paging in every place.
		facts: lists.of(`${base.href} ${accountId} ${at.operation.path}`),
		fetchPage: (page: string) =>
			fetchPage(service, at.page(page, body), context, { headers, cache }),
	};
}
