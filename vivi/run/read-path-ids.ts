import { resourcesInPath } from '../catalogue/form';
import type { Endpoint } from '../catalogue/types';
import type { InputValues } from '../client/input-values';
import { readRecordId } from '../input/record-id';

/**
 * The IDs in the path of an operation, by the catalogue's names. A blank ID is left to the client,
 * which knows the connection's own.
 * @throws ViviInputError naming the field when an ID cannot be used
 */
export function readPathIds(operation: Endpoint, values: InputValues): Record<string, string> {
	return Object.fromEntries(
		resourcesInPath(operation).map((place) => [
			place.idField,
			readRecordId(values[place.idField], place),
		]),
	);
}
