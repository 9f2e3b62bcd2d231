import type { Endpoint, Resource } from '../catalogue/types';
import type { JsonObject } from '../http/json';
import type { Client } from './client';
import type { ListEnd } from './list-reading';
import { isRefusal } from './paging-errors';
import type { RecordFilter } from './record-filters';
import { SeenTexts, type Unmatched } from './seen-texts';

interface SelectInput {
	/** The IDs in the path, by the catalogue's names. */
	ids: Record<string, string>;
	/** A record has to match all of them. */
	filters: readonly RecordFilter[];
	/** How many records are wanted; all unless given. */
	limit?: number | undefined;
}

export interface Selected {
	records: JsonObject[];
	/** How many records the last reading looked at. */
	read: number;
	/** What is known of the list's end; undefined where the list was not read that far. */
	end: ListEnd | undefined;
	/** The filters by text that no record matches. */
	unmatched: Unmatched[];
}

/**
 * The records of a list that match all filters.
 *
 * VIVI gets the filters as query parameters, and the records are checked here. Nobody outside VIVI
 * knows how it reads the parameters. When it refuses them, or gives no match although it seems to
 * apply them, the parameters may be wrong. Then the whole list is read without them.
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

/** @returns `isWhole`: whether VIVI ignored all filters, so that nothing was left out */
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
	// Perhaps not all records match, so the service must not be told how many are wanted.
	const most = filters.length === 0 && limit !== Infinity ? limit : undefined;
	const list = client.list(resource, operation, { ids, query, limit: most });
	for await (const page of list) {
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
		...{ read, end: list.end },
		unmatched: seen.unmatched(),
		isWhole: asked.every((filter) => ignored.has(filter)),
	};
}
