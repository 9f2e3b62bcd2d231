import { exactMatch } from '../catalogue/find';
import { searchField } from '../catalogue/operations';
import type { Endpoint, Resource } from '../catalogue/types';
import { findById, findByText, findListed, notAllLookedAt } from '../client/find-records';
import { readField, type InputValues } from '../client/input-values';
import { listShape, withId } from '../client/read-list';
import { ViviInputError } from '../errors';
import type { JsonObject } from '../http/json';
import { trimmed } from '../text/trimmed';
import type { Outcome, Ports } from './ports';
import { readPathIds } from './read-path-ids';

/** Records that are handed over at most; the step after it gets the first, or all as line items. */
const MOST_FOUND = 100;

/** Of what a record holds besides itself. */
const MOST_LISTED = 1000;

/**
 * Finds records by ID or text, or what a record holds besides itself. Finding nothing is no error.
 * @throws ViviInputError when nothing was filled in to look for
 */
export async function findRecords(
	resource: Resource,
	operation: Endpoint,
	values: InputValues,
	ports: Ports,
): Promise<Outcome> {
	const ids = readPathIds(operation, values);
	const found = operation.output
		? await findListed(await ports.client(), resource, operation, { ids, limit: MOST_LISTED })
		: await findOwn(resource, operation, ids, { values, ports });
	const shape = listShape(resource, operation);
	return { records: found.map((record) => withId(record, shape)) };
}

async function findOwn(
	resource: Resource,
	operation: Endpoint,
	ids: Record<string, string>,
	{ values, ports }: { values: InputValues; ports: Ports },
): Promise<JsonObject[]> {
	const byId = operation.fields.find(({ name }) => name === resource.idField);
	const id = byId ? (readField(byId, values[byId.name]) ?? '') : '';
	const text = trimmed(String(readField(searchField, values[searchField.name]) ?? ''));
	if (id === '' && text === '') throw nothingToFind(resource, byId !== undefined);
	const client = await ports.client();
	if (id !== '') {
		const record = await findById(client, resource, { ...ids, [resource.idField]: String(id) });
		return record ? [record] : [];
	}
	// As its default says, where nothing was chosen: what is found or created must not be another one.
	const exact = readField(exactMatch, values[exactMatch.name]) === true;
	const search = { ids, text, exact, limit: MOST_FOUND };
	const { records, whole } = await findByText(client, resource, search);
	if (!whole) ports.hint(notAllLookedAt(resource));
	return records;
}

function nothingToFind({ label }: Resource, hasId: boolean): ViviInputError {
	return new ViviInputError({
		code: 'missing_value',
		field: searchField.name,
		message: `'${searchField.label}' is empty.`,
		hint: hasId
			? `Enter what to search for, or choose the ${label.toLowerCase()} itself.`
			: 'Enter what to search for.',
	});
}
