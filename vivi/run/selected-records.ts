import { sortBy, type SortKey } from '../catalogue/filters';
import { searchField } from '../catalogue/operations';
import type { Endpoint, InputField, Resource } from '../catalogue/types';
import { findByText, notAllLookedAt } from '../client/find-records';
import { readField, type InputValues } from '../client/input-values';
import { mayGoOn } from '../client/paging-errors';
import { listShape } from '../client/read-list';
import { readFilters, type RecordFilter } from '../client/record-filters';
import { selectRecords } from '../client/select-records';
import { noneLikeIt } from '../client/seen-texts';
import { notSorted, sortRecords } from '../client/sort-records';
import type { JsonObject } from '../http/json';
import { trimmed } from '../text/trimmed';
import type { Ports } from './ports';

/** The wanted records of a list, and their order. */
interface Selection {
	/** Empty when there is no search. */
	text: string;
	/** Whether a title has to equal the text. */
	exact: boolean;
	filters: readonly RecordFilter[];
	order: SortKey | undefined;
}

/**
 * Reads the fields of a list.
 * @throws ViviInputError naming the field that cannot be read
 */
export function readSelection(
	{ fields }: Pick<Endpoint, 'fields'>,
	values: InputValues,
	{ timeZone }: Pick<Ports, 'timeZone'>,
): Selection {
	const isFilter = (field: InputField) => field.in === 'query' && field.name !== searchField.name;
	return {
		text: trimmed((readField(searchField, values[searchField.name]) ?? '') as string),
		exact: false,
		filters: readFilters(fields.filter(isFilter), values, timeZone),
		order: readField(sortBy, values[sortBy.name]) as SortKey | undefined,
	};
}

/** The wanted records of a list, at most so many; a hint says where there may be more. */
export async function selectedRecords(
	resource: Resource,
	operation: Endpoint,
	{ ids, limit = Infinity }: { ids: Record<string, string>; limit?: number | undefined },
	selection: Selection,
	ports: Ports,
): Promise<JsonObject[]> {
	const { order } = selection;
	// The first record in an order may be the last one that comes.
	const list = { ids, limit: order === undefined ? limit : Infinity };
	const records = await unsorted(resource, operation, list, selection, ports);
	if (order === undefined) return records;
	const { plural } = listShape(resource, operation);
	const hint = notSorted(records, resource, { key: order, plural });
	if (hint !== undefined) ports.hint(hint);
	return sortRecords(records, resource, order).slice(0, limit);
}

async function unsorted(
	resource: Resource,
	operation: Endpoint,
	list: { ids: Record<string, string>; limit: number },
	{ text, exact, filters }: Selection,
	ports: Ports,
): Promise<JsonObject[]> {
	const client = await ports.client();
	if (text !== '') {
		const isWanted = (record: JsonObject) => filters.every(({ matches }) => matches(record));
		const search = { ...list, text, exact, isWanted };
		const { records, whole } = await findByText(client, resource, search);
		if (!whole) ports.hint(notAllLookedAt(resource));
		return records;
	}
	const { plural } = listShape(resource, operation);
	const found = await selectRecords(client, resource, operation, { ...list, filters });
	if (found.end === 'unknown') ports.hint(mayGoOn(plural, found.read));
	if (found.records.length === 0) {
		for (const one of found.unmatched) ports.hint(noneLikeIt(one, plural));
	}
	return found.records;
}
