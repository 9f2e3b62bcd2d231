import { exactMatch, mostListed } from '../catalogue/find';
import { searchField } from '../catalogue/operations';
import type { Endpoint, Resource } from '../catalogue/types';
import { findById, findListed } from '../client/find-records';
import { readField, type InputValues } from '../client/input-values';
import { listShape, withId, type ListShape } from '../client/read-list';
import type { ViviInputError } from '../errors';
import type { JsonObject } from '../http/json';
import { invalid } from '../input/problems';
import { isBlank } from '../text/trimmed';
import type { Outcome, Ports } from './ports';
import { readPathIds } from './read-path-ids';
import { readSelection, selectedRecords } from './selected-records';

/** The most records that are handed over; the next step gets the first one, or all as line items. */
const MOST_FOUND = 100;

/**
 * Finds records by ID or text, or what belongs to a record. It is no error to find nothing.
 * @throws ViviInputError when nothing was filled in to search for
 */
export async function findRecords(
	resource: Resource,
	operation: Endpoint,
	values: InputValues,
	ports: Ports,
): Promise<Outcome> {
	const ids = readPathIds(operation, values);
	const found = operation.output
		? await findWithin(resource, operation, ids, { values, ports })
		: await findOwn(resource, operation, ids, { values, ports });
	const shape = listShape(resource, operation);
	return { records: found.map((record) => withId(record, shape)) };
}

async function findWithin(
	resource: Resource,
	operation: Endpoint,
	ids: Record<string, string>,
	{ values, ports }: { values: InputValues; ports: Ports },
): Promise<JsonObject[]> {
	const selection = readSelection(operation, values, ports);
	const limit = readField(mostListed, values[mostListed.name]) as number;
	const read = async () =>
		await selectedRecords(resource, operation, { ids, limit }, selection, ports);
	const found = await findListed(await ports.client(), resource, ids, read);
	const isChosen = !isBlank(values[mostListed.name]);
	if (found.length === limit && !isChosen)
		ports.hint(mayBeMore(listShape(resource, operation), limit));
	return found;
}

function mayBeMore({ plural }: ListShape, limit: number): string {
	return `There may be more than these ${limit} ${plural}: '${mostListed.label}' says how many are given.`;
}

async function findOwn(
	resource: Resource,
	operation: Endpoint,
	ids: Record<string, string>,
	{ values, ports }: { values: InputValues; ports: Ports },
): Promise<JsonObject[]> {
	const byId = operation.fields.find(({ name }) => name === resource.idField);
	const id = byId ? (readField(byId, values[byId.name]) ?? '') : '';
	if (id !== '') {
		const client = await ports.client();
		const record = await findById(client, resource, { ...ids, [resource.idField]: String(id) });
		return record ? [record] : [];
	}
	const selection = readSelection(operation, values, ports);
	const { text, filters, order } = selection;
	if (text === '' && filters.length === 0 && order === undefined) {
		throw nothingToFind(resource, byId !== undefined);
	}
	// The default counts where nothing was chosen: a record that is found or created must not be
	// another one.
	const exact = readField(exactMatch, values[exactMatch.name]) === true;
	const wanted = { ...selection, exact };
	return await selectedRecords(resource, operation, { ids, limit: MOST_FOUND }, wanted, ports);
}

function nothingToFind({ label }: Resource, hasId: boolean): ViviInputError {
	const hint = hasId
		? `Enter what to search for, choose the ${label.toLowerCase()} itself, or fill in a filter.`
		: 'Enter what to search for, or fill in a filter.';
	return invalid(searchField, 'is empty', hint, 'missing_value');
}
