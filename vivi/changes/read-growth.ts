import { createdAfter } from '../catalogue/filters';
import type { Client } from '../client/client';
import { mapConcurrently } from '../client/map-concurrently';
import { readFilters } from '../client/record-filters';
import { recordMoments } from '../client/record-moments';
import { selectRecords } from '../client/select-records';
import { ViviError } from '../errors';
import type { JsonObject } from '../http/json';
import type { CreatedOrUpdated } from './comparison';
import { isInPlace, type EventFilter } from './event-filter';
import { fieldKind } from './fingerprint';
import { idOf, isMade } from './identity';
import { isAfter, knownUntil, lastMoment, markAt, markOf, type Added, type Mark } from './mark';
import type { Watchable } from './watchable';
import type { Growth, PolledList } from './watched-list';

/** How many lists a poll reads at most; the next polls read the others. */
export const MOST_GROWING_LISTS = 100;

interface ReadGrowthOptions {
	client: Client;
	isLate: () => boolean;
	filter: EventFilter | undefined;
	/** When this poll begins, in milliseconds since the epoch. */
	started: number;
}

/**
 * Reads the new records of the holders that have changed, as long as there is time.
 * @param list the holders, compared with the known ones
 * @param resource the resource whose records the holders' lists hold
 * @returns undefined at a first poll, which reads none of these lists
 * @throws ViviError `no_time` when the holders do not show that a record was added
 */
export async function readGrowth(
	list: PolledList,
	resource: Watchable,
	{ client, isLate, filter, started }: ReadGrowthOptions,
): Promise<Growth[] | undefined> {
	if (!list.known) checkShowChanges(list, resource);
	if (!list.known || !list.result) return undefined;
	// The list of a holder without an ID cannot be asked for.
	const isWanted = ({ id, record }: CreatedOrUpdated) =>
		!isMade(id) && (!filter || isInPlace(record, list.resource, filter));
	const growths: Growth[] = list.result.comparison
		.createdOrUpdated()
		.map((holder) => unread(holder, isWanted(holder), started));
	const wanted = growths
		.filter(({ holder }) => isWanted(holder))
		.sort((a, b) => (lastMoment(a.holder.record) ?? 0) - (lastMoment(b.holder.record) ?? 0))
		.slice(0, MOST_GROWING_LISTS);
	await mapConcurrently(wanted, client.atOnce, async (growth) => {
		if (isLate()) return;
		const ids = { workspaceId: list.workspaceId!, [list.resource.idField]: growth.holder.id };
		try {
			growth.added = await readAdded(client, resource, ids, growth.mark);
		} catch (failure) {
			growth.failure = failure;
		}
	});
	return growths;
}

/**
 * A holder before its list is read. When the holder is not wanted, its list becomes known without
 * being read.
 */
function unread(holder: CreatedOrUpdated, isWanted: boolean, started: number): Growth {
	const mark = holder.kind === 'updated' ? markOf(holder.before) : undefined;
	if (isWanted) {
		return { holder, mark, added: undefined, isFirst: holder.kind === 'updated' && !mark };
	}
	const at = Math.max(mark?.at ?? -Infinity, knownUntil([holder.record], started));
	return { holder, mark: markAt(at + 1), added: [], isFirst: true };
}

/**
 * The records of a list that were added after a mark, oldest first.
 * @throws ViviError `no_time` when a record does not hold the time at which it was added
 */
async function readAdded(
	client: Client,
	resource: Watchable,
	ids: Record<string, string>,
	mark: Mark | undefined,
): Promise<Added[]> {
	const added: Added[] = [];
	// VIVI may then give only the end of a long list.
	const since = mark && { [createdAfter.name]: new Date(mark.at).toISOString() };
	const filters = since ? readFilters([createdAfter], since) : [];
	const list = { ids, filters };
	const { records, unmatched } = await selectRecords(client, resource.of, resource.list, list);
	// The records may just be older than the mark.
	if (unmatched.some(({ values }) => values.length === 0)) throw noTime(resource, 'added');
	for (const record of records) {
		const at = recordMoments(record).created;
		if (at === undefined) throw noTime(resource, 'added');
		const id = idOf(record, resource);
		if (isAfter(mark, { id, at })) added.push({ id, record, at });
	}
	// Stable: records of the same moment keep the order of the list.
	return added.sort((a, b) => a.at - b.at);
}

/**
 * Whether the holders show when a record is added to their lists.
 * @throws ViviError `no_time` when none does, because then nobody would ever notice new records
 */
function checkShowChanges({ result }: PolledList, resource: Watchable): void {
	const holders = result?.comparison.createdOrUpdated() ?? [];
	const shows = (record: JsonObject) =>
		recordMoments(record).updated !== undefined ||
		Object.keys(record).some((name) => /count$/i.test(name) || fieldKind(name) !== 'counts');
	if (holders.length === 0 || holders.some(({ record }) => shows(record))) return;
	throw noTime(resource.holder!, 'changed');
}

function noTime({ plural }: Watchable, what: 'added' | 'changed'): ViviError {
	const records = plural.toLowerCase();
	return new ViviError({
		code: 'no_time',
		message: `VIVI lists ${records} without the time they were ${what}, so nobody can tell what is new.`,
		hint: 'Read the lists on a schedule instead.',
	});
}
