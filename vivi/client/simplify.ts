import type { OutputField } from '../catalogue/types';
import type { JsonObject } from '../http/json';
import { readId, withId } from './read-list';

/**
 * The fields of a record that people work with, at most ten, with the ID as `id`. A record of which
 * the catalogue knows nothing but the ID is given whole, since VIVI's fields are assumed.
 */
export function simplify(
	record: JsonObject,
	{ idField }: { idField: string },
	fields: readonly OutputField[],
): JsonObject {
	const id = readId(record, { idField });
	const known = fields.filter(({ name, simple }) => simple && name !== 'id');
	const kept = known.filter(({ name }) => Object.hasOwn(record, name));
	if (kept.length === 0) return withId(record, { idField });
	return {
		...(id !== undefined && { id }),
		...Object.fromEntries(kept.map(({ name }) => [name, record[name]!])),
	};
}
