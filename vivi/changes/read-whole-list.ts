import type { Client } from '../client/client';
import type { PageCache } from '../client/page-cache';
import { idLabel } from '../address/path';
import { ViviApiError } from '../errors';
import type { JsonObject } from '../http/json';
import { Comparison } from './comparison';
import { idOf, isMade } from './identity';
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
	try {
		const input = { ids: pathOf(list), cache: pageCache, doubt };
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

/**
 * The same for a request.
 * @throws ViviApiError `place_without_id` when VIVI did not give one of the IDs
 */
export function pathOf(list: Pick<ListToRead, 'resource' | 'workspaceId' | 'holderId'>) {
	const ids = placeOf(list);
	const made = Object.keys(ids).find((name) => isMade(ids[name]!));
	if (made === undefined) return ids;
	throw new ViviApiError({
		code: 'place_without_id',
		message: `VIVI's list does not say the ${idLabel(made)}, so the ${list.resource.plural.toLowerCase()} there cannot be read.`,
		hint: "Read the list with 'API Request' to see what VIVI says instead.",
	});
}
