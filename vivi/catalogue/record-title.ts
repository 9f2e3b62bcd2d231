import { readId } from '../client/read-list';
import type { JsonObject } from '../http/json';
import type { Resource } from './types';

/** What a person recognises a record by: its first title field that is filled in, else its ID. */
export function recordTitle(
	record: JsonObject,
	resource: Pick<Resource, 'titleFields' | 'idField'>,
): string | undefined {
	for (const field of resource.titleFields) {
		const value = Object.hasOwn(record, field) ? record[field] : undefined;
		if (typeof value === 'string' && value.trim() !== '') return value;
	}
	return readId(record, resource);
}
