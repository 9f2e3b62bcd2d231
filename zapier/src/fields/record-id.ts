import type { Resource } from '../../../vivi/catalogue/types';
import { givenId, readRecordId, type GivenId } from '../../../vivi/input/record-id';
import { isWebAddress } from '../../../vivi/input/texts';
import { trimmed } from '../../../vivi/text/trimmed';
import { toKey } from './key';

type InputData = Readonly<Record<string, unknown>>;

/**
 * The ID of a record, also given as the record's address; empty where none was filled in.
 * @throws ViviInputError naming the field when it cannot be used
 */
export function recordIdOf(inputData: InputData, resource: Resource): string {
	return readRecordId(givenRecord(inputData[toKey(resource.idField)]), resource);
}

/** A filled-in ID, also given as the record's address. */
export function givenRecord(value: unknown): GivenId {
	const isAddress = typeof value === 'string' && isWebAddress(trimmed(value));
	return givenId(value, isAddress ? 'address' : 'text');
}

/** The same for the records above, by the catalogue's names. */
export function recordIdsOf(
	inputData: InputData,
	places: readonly Resource[],
): Record<string, string> {
	return Object.fromEntries(places.map((place) => [place.idField, recordIdOf(inputData, place)]));
}
