import { aOrAn } from '../catalogue/a-or-an';
import { BY_ID, isNew as isNewField, writersOf } from '../catalogue/upsert';
import type { InputField, Operation, Resource } from '../catalogue/types';
import { findById, findByText, notAllLookedAt } from '../client/find-records';
import { readField, requestBody, type InputValues } from '../client/input-values';
import { readId } from '../client/read-list';
import { titleLine } from '../client/record-title';
import { ViviApiError, ViviError } from '../errors';
import type { JsonObject, JsonValue } from '../http/json';
import { missing } from '../input/problems';
import { givenId, readRecordId } from '../input/record-id';
import { trimmed } from '../text/trimmed';
import type { Outcome, Ports } from './ports';
import { readPathIds } from './read-path-ids';
import { runOnRecords } from './run-on-records';

/** How many records an error names when several match. */
const MOST_NAMED = 10;

/**
 * Creates a record, or updates an existing one. Each of the two requests is sent at most once: a
 * creation that VIVI declines because such a record exists by now has changed nothing, and an update
 * follows it.
 * @returns VIVI's answer, and whether the record is new
 * @throws ViviInputError naming the field that is missing or cannot be read, before anything was sent
 * @throws ViviError `several_matches` naming the records, when more than one matches
 */
export async function upsertRecord(
	resource: Resource,
	operation: Operation,
	values: InputValues,
	ports: Ports,
): Promise<Outcome> {
	const { create, update } = writersOf(resource);
	const body = requestBody(create, values);
	const find = finder(resource, operation, { values, body }, ports);
	let id = await find();
	if (id === undefined) {
		try {
			return flagged(await runOnRecords(resource, create, values, ports), true);
		} catch (error) {
			if (!(error instanceof ViviApiError) || error.status !== 409) throw error;
			id = await find();
			if (id === undefined) throw error;
		}
	}
	// A field that was not filled in does not change an existing record either.
	const given = Object.fromEntries(create.fields.map(({ name }) => [name, body[name]]));
	const changed = { ...values, ...given, [resource.idField]: givenId(id, 'list') };
	return flagged(await runOnRecords(resource, update, changed, ports), false);
}

function flagged(outcome: Outcome, isNew: boolean): Outcome {
	if (!('records' in outcome)) return outcome;
	return { records: outcome.records.map((record) => ({ ...record, [isNewField.name]: isNew })) };
}

/**
 * Looks for the existing record; gives its ID. Every item looks anew: what an earlier item has read does
 * not hold what somebody else has created since, and a second record would be worse than a second look.
 */
function finder(
	resource: Resource,
	{ fields }: Operation,
	{ values, body }: { values: InputValues; body: JsonObject },
	ports: Ports,
): () => Promise<string | undefined> {
	const [matchBy, ownId] = fields as [InputField, InputField];
	const places = readPathIds(writersOf(resource).create, values);
	if (readField(matchBy, values[matchBy.name]) === BY_ID) {
		const id = readRecordId(values[ownId.name], resource);
		if (id === '') throw missing(ownId);
		return async () => {
			const ids = { ...places, [ownId.name]: id };
			return (await findById(await ports.client(), resource, ids)) && id;
		};
	}
	const known = fields.find(({ name }) => name === resource.upsertBy)!;
	const wanted = body[known.name];
	if (typeof wanted !== 'string' || trimmed(wanted) === '') throw missing(known);
	return async () => await findByField(resource, known, wanted, { places, ports });
}

async function findByField(
	resource: Resource,
	known: InputField,
	wanted: string,
	{ places, ports }: { places: Record<string, string>; ports: Ports },
): Promise<string | undefined> {
	const text = trimmed(wanted);
	const isWanted = (record: JsonObject) => same(known, record[known.name], text);
	const search = { ids: places, text, exact: true, isWanted };
	const { records, whole } = await findByText(await ports.client(), resource, search);
	const [record] = records;
	if (records.length > 1) throw several(resource, known, records);
	if (record && !whole) ports.hint(notAllLookedAt(resource));
	const id = record && readId(record, resource);
	if (record && id === undefined) throw withoutId(resource, known);
	return id;
}

/** Names are case-sensitive, email addresses are not. */
function same({ type }: InputField, own: JsonValue | undefined, wanted: string): boolean {
	if (typeof own !== 'string') return false;
	const [a, b] = [trimmed(own).normalize('NFC'), wanted.normalize('NFC')];
	return a === b || (type === 'email' && a.toLowerCase() === b.toLowerCase());
}

function several(resource: Resource, known: InputField, records: readonly JsonObject[]): ViviError {
	const { label, plural } = resource;
	const shown = records
		.slice(0, MOST_NAMED)
		.map(
			(record) => `${titleLine(record, resource) ?? ''} (${readId(record, resource) ?? 'no ID'})`,
		);
	const more = records.length > MOST_NAMED ? ', …' : '';
	return new ViviError({
		code: 'several_matches',
		field: known.name,
		message: `${records.length} ${plural.toLowerCase()} have this ${known.label}: ${shown.join(', ')}${more}. Nothing was changed.`,
		hint: `Choose ID in 'Match By' to update one of them, or give the others another ${known.label} in VIVI, so that one ${label.toLowerCase()} has it.`,
	});
}

function withoutId({ label }: Resource, known: InputField): ViviError {
	return new ViviError({
		code: 'match_without_id',
		field: known.name,
		message: `There is ${aOrAn(label.toLowerCase())} with this ${known.label}, but VIVI's list does not say its ID, so it cannot be updated.`,
		hint: "An address map can say what the ID is called. 'API Request' reaches any address.",
	});
}
