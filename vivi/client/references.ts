import type { JsonObject, JsonValue } from '../http/json';
import { spellings } from './read-list';

/**
 * Reads the IDs of other records that a record names, in the usual ways: `agentId`, `agent_id`, or `agent`
 * with an ID or with a record. Made once for a list, because lists are long.
 * @param field such as `agentId`
 */
export function referenceReader(field: string): (record: JsonObject) => string[] {
	const keys = [...spellings(field), field.replace(/Id$/, '')];
	return (record) =>
		keys
			.filter((key) => Object.hasOwn(record, key))
			.flatMap((key) => [record[key]].flat())
			.map(idIn)
			.filter((id) => id !== '');
}

/** An ID, or the ID of an object in its place. */
function idIn(value: JsonValue | undefined): string {
	const id =
		typeof value === 'object' && value !== null && !Array.isArray(value) ? value['id'] : value;
	return typeof id === 'string' || typeof id === 'number' ? String(id) : '';
}
