import type { Resource } from '../catalogue/types';
import { readId } from '../client/read-list';
import type { JsonObject } from '../http/json';
import { fieldKind, valueFingerprint } from './fingerprint';
import { sameJson } from './same-json';
import { digitsOf, type Entry } from './told';

/** Characters of a field's hash: 1 in 4,096 changes of a field goes unnamed. */
const WIDTH = 2;
/** More would not fit beside an ID of usual length. */
const MOST_FIELDS = 16;
/** Records that are looked through for names of fields. */
const SAMPLE = 50;

/**
 * The fields of a resource whose hashes are kept, so that a later look can name those that changed.
 * What the records have goes before what the catalogue assumes.
 */
export function fieldsToKeep(resource: Resource, records: Iterable<JsonObject>): string[] {
	const names = new Set<string>();
	let left = SAMPLE;
	for (const record of records) {
		if (left-- === 0) break;
		for (const key in record) names.add(key);
	}
	for (const { name } of resource.output) names.add(name);
	return [...names].filter((name) => mayChange(name, resource)).slice(0, MOST_FIELDS);
}

function mayChange(name: string, resource: Resource): boolean {
	const isId = readId({ [name]: 'x' }, resource) !== undefined;
	// Commas separate the names in the stored state.
	return !isId && !/^created|,/i.test(name) && fieldKind(name) === 'counts';
}

/** The hashes of these fields, one after the other. */
export function fieldDigits(record: JsonObject, fields: readonly string[]): string {
	return fields.map((name) => valueFingerprint(own(record, name)).slice(0, WIDTH)).join('');
}

/**
 * Names of the top-level fields that differ from what the workflow was told: exact while the process
 * still has that record, otherwise as far as the kept hashes tell. The time of change is named only
 * when there is nothing else.
 * @param only the fields that count, if not all do
 */
export function changedFields(
	before: Entry,
	after: JsonObject,
	fields: readonly string[],
	only?: readonly string[],
): string[] {
	const { record } = before;
	const differing = record ? differences(record, after) : hashDifferences(before, after, fields);
	if (only) return differing.filter((name) => only.includes(name));
	const counting = differing.filter((name) => fieldKind(name) === 'counts');
	if (counting.length > 0) return counting;
	return differing.filter((name) => fieldKind(name) === 'touched');
}

function differences(before: JsonObject, after: JsonObject): string[] {
	const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
	return names.filter((name) => !sameJson(own(before, name), own(after, name)));
}

function hashDifferences(before: Entry, after: JsonObject, fields: readonly string[]): string[] {
	const told = digitsOf(before);
	const now = fieldDigits(after, fields);
	return fields.filter((_, at) => {
		const place = at * WIDTH;
		if (told.length < place + WIDTH) return false;
		return told.slice(place, place + WIDTH) !== now.slice(place, place + WIDTH);
	});
}

function own(record: JsonObject, name: string) {
	return Object.hasOwn(record, name) ? record[name]! : null;
}
