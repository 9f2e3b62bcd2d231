import type { Resource } from '../catalogue/types';
import type { Client } from '../client/client';
import type { ListEnd } from '../client/list-reading';
import type { PageCache } from '../client/page-cache';
import { readId } from '../client/read-list';
import { ViviError } from '../errors';
import type { JsonObject } from '../http/json';
import { Comparison } from './compare';
import type { Told } from './told';

/** A list to look at. */
export interface ListToRead {
	resource: Resource;
	/** The workspace whose list it is; none for the list of workspaces. */
	workspaceId?: string;
	/** Take notice of these records only. */
	onlyIds?: ReadonlySet<string>;
}

/** What a look at a list has brought. */
export interface Look {
	comparison: Comparison;
	/** Whether all of the list was seen; only then does it say anything about what is not in it. */
	complete: boolean;
	/** Whether all was seen that VIVI hands over; the list may go on nevertheless, where it does not say. */
	isRead: boolean;
	/** Why the list could not be read to its end, if it was not time. */
	failure?: unknown;
}

export interface ReadOptions {
	client: Client;
	/** Pages of the looks before. */
	cache: PageCache;
	/** True once no further page may be asked for. */
	isLate: () => boolean;
	/** See {@link Comparison}. */
	fingerprint: (record: JsonObject) => string;
}

/**
 * Looks at a whole list. What it fails to see, because of an error or for want of time, makes the
 * look an incomplete one, and so does a list that does not say where it ends and cannot be asked.
 *
 * A list that changes while it is read may skip a record at a page border. So where it matters, it
 * is read twice: when something known seems to be gone, and when a list of several pages is seen for
 * the first time. Only what neither reading has seen is not there. When something seems to be gone,
 * the second reading asks for the list's end anew instead of going by what was learnt of it earlier.
 * @param told what is known about the list, absent at the first look
 */
export async function readListWhole(
	list: ListToRead,
	told: Told | undefined,
	options: ReadOptions,
): Promise<Look> {
	const comparison = new Comparison(told ?? new Map(), options.fingerprint);
	const { pages, ...first } = await readOnce(list, comparison, options, false);
	const again = first.complete && (told ? !comparison.isWhole : pages > 1);
	if (!again) return { comparison, ...first };
	const { pages: _pages, ...second } = await readOnce(
		list,
		comparison,
		options,
		told !== undefined,
	);
	return { comparison, ...second };
}

async function readOnce(
	{ resource, workspaceId, onlyIds }: ListToRead,
	comparison: Comparison,
	{ client, cache, isLate }: ReadOptions,
	doubt: boolean,
): Promise<Omit<Look, 'comparison'> & { pages: number }> {
	let pages = 0;
	let end: ListEnd = 'unknown';
	const onEnd = (found: ListEnd) => (end = found);
	const ids = workspaceId === undefined ? {} : { workspaceId };
	const input = { ids, cache, doubt, onEnd };
	try {
		for await (const page of client.list(resource, resource.operations.getAll, input)) {
			pages++;
			for (const record of page) {
				const id = idOf(record, resource);
				if (!onlyIds || onlyIds.has(id)) comparison.see(id, record);
			}
			if (isLate()) return { complete: false, isRead: false, pages };
		}
		return { complete: end !== ('unknown' as ListEnd), isRead: true, pages };
	} catch (failure) {
		return { complete: false, isRead: false, pages, failure };
	}
}

function idOf(record: JsonObject, resource: Resource): string {
	const id = readId(record, resource);
	if (id !== undefined) return id;
	throw new ViviError({
		code: 'no_id',
		message: `VIVI lists ${resource.plural.toLowerCase()} without an ID, so changes of them cannot be followed.`,
		hint: `Leave the events of ${resource.plural.toLowerCase()} out of 'Events'.`,
	});
}
