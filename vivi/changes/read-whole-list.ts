import type { Client } from '../client/client';
import type { PageCache } from '../client/page-cache';
import { readId } from '../client/read-list';
import { ViviError } from '../errors';
import type { JsonObject } from '../http/json';
import { Comparison } from './comparison';
import type { KnownRecords } from './known-records';
import type { Watchable } from './watchable';

/** A list to read. */
export interface ListToRead {
	readonly resource: Watchable;
	/** The workspace whose list it is; none for the list of workspaces. */
	readonly workspaceId?: string;
	/** The record to which the list belongs, if any. */
	readonly holderId?: string;
	/** Ignore all other records. */
	readonly onlyIds?: ReadonlySet<string>;
}

/** The result of reading a list. */
export interface ReadResult {
	comparison: Comparison;
	/** Whether the poll saw all of the list; only then a record that was not seen is missing. */
	complete: boolean;
	/** Whether the poll saw all that VIVI hands over. Where VIVI does not say so, the list may still go on. */
	isRead: boolean;
	/** Why the list could not be read to its end, unless the time was over. */
	failure?: unknown;
}

export interface ReadOptions {
	client: Client;
	/** Pages of the polls before. */
	pageCache: PageCache;
	/** True once no further page may be asked for. */
	isLate: () => boolean;
	/** See {@link Comparison}. */
	fingerprint: (record: JsonObject) => string;
}

/**
 * Reads a whole list. The result is incomplete after an error, when the time is over, and when nobody can
 * find out where the list ends.
 *
 * A list that changes while it is read may skip a record at a page border. So the list is read twice where
 * it matters: when a known record is missing, and when a list of several pages is read for the first time.
 * Only a record that neither reading has seen is missing. When a record is missing, the second reading asks
 * for the list's end again instead of relying on what it learned earlier.
 * @param known absent at the first poll
 */
export async function readWholeList(
	list: ListToRead,
	known: KnownRecords | undefined,
	options: ReadOptions,
): Promise<ReadResult> {
	const comparison = new Comparison(known ?? new Map(), options.fingerprint);
	const { pages, ...first } = await readOnce(list, comparison, options, false);
	const again = first.complete && (known ? !comparison.sawAllKnown : pages > 1);
	if (!again) return { comparison, ...first };
	const { pages: _pages, ...second } = await readOnce(
		list,
		comparison,
		options,
		known !== undefined,
	);
	return { comparison, ...second };
}

async function readOnce(
	list: ListToRead,
	comparison: Comparison,
	{ client, pageCache, isLate }: ReadOptions,
	doubt: boolean,
): Promise<Omit<ReadResult, 'comparison'> & { pages: number }> {
	let pages = 0;
	const { resource, onlyIds } = list;
	const input = { ids: placeOf(list), cache: pageCache, doubt };
	try {
		const records = client.list(resource.of, resource.list, input);
		for await (const page of records) {
			pages++;
			for (const record of page) {
				const id = idOf(record, resource);
				if (!onlyIds || onlyIds.has(id)) comparison.add(id, record);
			}
			if (isLate()) return { complete: false, isRead: false, pages };
		}
		return { complete: records.end !== 'unknown', isRead: true, pages };
	} catch (failure) {
		return { complete: false, isRead: false, pages, failure };
	}
}

/** The IDs in the path of the list, by the catalogue's names. */
export function placeOf({
	resource: { holder },
	workspaceId,
	holderId,
}: Pick<ListToRead, 'resource' | 'workspaceId' | 'holderId'>): Record<string, string> {
	return {
		...(workspaceId !== undefined && { workspaceId }),
		...(holder && holderId !== undefined && { [holder.idField]: holderId }),
	};
}

/** @throws ViviError `no_id` */
export function idOf(record: JsonObject, resource: Watchable): string {
	const id = readId(record, resource);
	if (id !== undefined) return id;
	throw new ViviError({
		code: 'no_id',
		message: `VIVI lists ${resource.plural.toLowerCase()} without an ID, so changes of them cannot be followed.`,
		hint: "Read the list with 'API Request' on a schedule instead.",
	});
}
