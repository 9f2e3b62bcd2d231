import { readId } from '../client/read-list';
import { own } from '../client/values-under';
import type { JsonObject } from '../http/json';
import { fieldKind, valueFingerprint } from './fingerprint';
import { sameJson } from './same-json';
import { fieldHashesOf, type KnownRecord } from './known-records';
import type { Watchable } from './watchable';

/** Characters of a field's hash: 1 in 4,096 changes of a field goes unnamed. */
const WIDTH = 2;
/** More would not fit beside an ID of usual length. */
const MOST_FIELDS = 16;
/** How many records give names of fields. */
const SAMPLE = 50;

/**
 * The fields of a resource whose hashes are kept, so that a later poll can name those that changed.
 * Fields of the records come before fields that the catalogue assumes.
 */
export function fieldsToKeep(resource: Watchable, records: Iterable<JsonObject>): string[] {
	const names = new Set<string>();
	let left = SAMPLE;
	for (const record of records) {
		if (left-- === 0) break;
		for (const key in record) names.add(key);
	}
	for (const { name } of resource.output) names.add(name);
	return [...names].filter((name) => mayChange(name, resource)).slice(0, MOST_FIELDS);
}

function mayChange(name: string, resource: Watchable): boolean {
	const isId = readId({ [name]: 'x' }, resource) !== undefined;
	// Commas separate the names in the stored state.
	return !isId && !/^created|,/i.test(name) && fieldKind(name) === 'counts';
}

/** The hashes of these fields, one after the other. */
export function hashFields(record: JsonObject, fields: readonly string[]): string {
	return fields.map((name) => valueFingerprint(own(record, name)).slice(0, WIDTH)).join('');
}

/**
 * Names of the top-level fields that differ from the known version: exact while the process still has
 * that record, otherwise as far as the kept hashes tell. The time of change is named only when no other
 * field differs.
 * @param only the fields that count, if not all do
 */
export function changedFields(
	before: KnownRecord,
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
	return names.filter((name) => !sameJson(own(before, name) ?? null, own(after, name) ?? null));
}

function hashDifferences(
	before: KnownRecord,
	after: JsonObject,
	fields: readonly string[],
): string[] {
	const known = fieldHashesOf(before);
	const now = hashFields(after, fields);
	return fields.filter((_, at) => {
		const start = at * WIDTH;
		const end = start + WIDTH;
		if (known.length < end) return false;
		return known.slice(start, end) !== now.slice(start, end);
	});
}
