import type { Endpoint, Resource } from '../catalogue/types';
import type { JsonObject } from '../http/json';
import type { Client } from './client';
import type { ListEnd } from './list-reading';
import { isRefusal } from './paging-errors';
import type { RecordFilter } from './record-filters';
import { SeenTexts, type Unmatched } from './seen-texts';

export interface SelectInput {
	/** What stands in the path, by the catalogue's names. */
	ids: Record<string, string>;
	/** Each of them has to match. */
	filters: readonly RecordFilter[];
	/** How many records are wanted; all, unless said otherwise. */
	limit?: number | undefined;
}

export interface Selected {
	records: JsonObject[];
	/** How many were looked at, of the last reading. */
	read: number;
	/** What is known of the list's end; undefined where it was not read that far. */
	end: ListEnd | undefined;
	/** The filters by a text that no record matches. */
	unmatched: Unmatched[];
}

/**
 * The records of a list that match all filters.
 *
 * VIVI is asked by the filters, and what comes is checked. Nobody outside VIVI knows what it makes of them:
 * where it refuses them, or gives nothing that matches although it seems to take notice of them, it may have
 * been asked in the wrong way. Then the list is read as a whole, without them.
 */
export async function selectRecords(
	client: Client,
	resource: Resource,
	operation: Endpoint,
	input: SelectInput,
): Promise<Selected> {
	const look = async (asked: readonly RecordFilter[]) =>
		await lookThrough(client, { resource, operation }, input, asked);
	const { filters } = input;
	if (filters.length === 0) return await look([]);
	const found = await look(filters).catch((error: unknown) => {
		if (!isRefusal(error)) throw error;
		return undefined;
	});
	const isAnswer = found && (found.records.length > 0 || found.isWhole);
	return isAnswer ? found : await look([]);
}

/** @returns `isWhole`: whether VIVI took no notice of any filter, so that nothing was left out */
async function lookThrough(
	client: Client,
	{ resource, operation }: { resource: Resource; operation: Endpoint },
	{ ids, filters, limit = Infinity }: SelectInput,
	asked: readonly RecordFilter[],
): Promise<Selected & { isWhole: boolean }> {
	const query = Object.fromEntries(asked.map(({ field, asked: value }) => [field.name, value]));
	const ignored = new Set<RecordFilter>();
	const seen = new SeenTexts(filters);
	const records: JsonObject[] = [];
	let read = 0;
	let end: ListEnd | undefined;
	// Of those that come not all may be wanted, so that the service must not be told how many are.
	const most = filters.length === 0 && limit !== Infinity ? { limit } : {};
	const list = { ids, query, ...most, onEnd: (found: ListEnd) => (end = found) };
	for await (const page of client.list(resource, operation, list)) {
		read += page.length;
		for (const record of page) {
			for (const filter of asked) if (filter.isIgnored(record)) ignored.add(filter);
			seen.take(record);
			if (filters.every((filter) => filter.matches(record))) records.push(record);
		}
		if (records.length >= limit) break;
	}
	return {
		records: records.slice(0, limit),
		...{ read, end },
		unmatched: seen.unmatched(),
		isWhole: asked.every((filter) => ignored.has(filter)),
	};
}
