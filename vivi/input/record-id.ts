import type { Resource } from '../catalogue/types';
import { encodeId, idLabel, refusedId } from '../address/path';
import { trimmed } from '../text/trimmed';

/** No JSON that a person fills in has it. */
const GIVEN = Symbol('given ID');

/** An ID that was filled in for a record, and where it is from. */
export interface GivenId {
	value: unknown;
	/**
	 * `list`: picked from a list of VIVI's own. `address`: the web address of the record. `text`: anything
	 * else, such as what an expression, an earlier step or a language model gives.
	 */
	from: 'list' | 'address' | 'text';
	[GIVEN]?: true;
}

/** Whether a value comes with where it is from. */
export function isGivenId(value: unknown): value is GivenId {
	return typeof value === 'object' && value !== null && GIVEN in value;
}

/** An ID as a form gives it, so that it is read by where it is from. */
export function givenId(value: unknown, from: GivenId['from']): GivenId {
	return { value, from, [GIVEN]: true };
}

/**
 * What a text must not hold to pass for an ID. A gateway that decodes a path before it passes it on would
 * take part of the ID for a path of its own, and so reach another record. A percent sign with two digits is
 * refused as well: nobody can tell whether x%2Fy is the ID itself or x/y as it stands in an address.
 */
const SEPARATOR = /[/\\?#]|%[\da-f]{2}/i;

/**
 * The ID of a record as VIVI knows it; empty where none was filled in. An ID with separators is believed
 * from a list and from an address, where it is clear what belongs to it; but not as text.
 * @throws ViviInputError `invalid_id` naming the field
 */
export function readRecordId(
	{ value, from }: GivenId,
	{ idField, segment }: Pick<Resource, 'idField' | 'segment'>,
): string {
	const isText = typeof value === 'string';
	if (from === 'list' && isText) return value;
	if (from === 'address' && isText && trimmed(value) !== '') {
		return idFromAddress(value, { idField, segment });
	}
	return readTypedId(value, idField);
}

/**
 * An ID that was typed in, or that an expression gave; empty where there is none.
 * @throws ViviInputError `invalid_id` naming the field
 */
export function readTypedId(value: unknown, field: string): string {
	if (value === undefined || value === null) return '';
	// Above 2^53 a number no longer holds the digits that were written.
	if (typeof value !== 'string' && !Number.isSafeInteger(value)) {
		throw refusedId(
			field,
			'is neither text nor a whole number',
			`Enter the ${idLabel(field)} as VIVI shows it.`,
		);
	}
	const id = trimmed(String(value));
	if (!SEPARATOR.test(id)) return id;
	throw refusedId(
		field,
		'contains a slash, a question mark, a # sign or a percent-encoded character',
		`Enter the ${idLabel(field)} alone, as VIVI shows it. If it does contain one, choose the record from the list or enter its address (URL).`,
	);
}

/** Which ID is asked for where it is typed in. */
export function idHint({ idField }: Pick<Resource, 'idField'>): string {
	return `The ${idLabel(idField)} as VIVI shows it`;
}

/** The pattern of a record's address; its group is the ID, percent-encoded. */
export function addressPattern({ segment }: Pick<Resource, 'segment'>): string {
	// Not within the query: an address may name another record there, to go back to.
	return `^\\s*https?:\\/\\/[^\\s?]+\\/${segment}\\/([^\\/?#\\s]+)`;
}

function idFromAddress(
	address: string,
	{ idField, segment }: Pick<Resource, 'idField' | 'segment'>,
): string {
	const [, encoded] = new RegExp(addressPattern({ segment })).exec(trimmed(address)) ?? [];
	try {
		if (encoded !== undefined) return decodeURIComponent(encoded);
	} catch {
		// The encoding is broken.
	}
	throw refusedId(
		idField,
		`cannot be read from this address, which has no /${segment}/ followed by an ID`,
		'Copy the whole address of the record, or enter its ID instead.',
	);
}

/**
 * An ID as a text that {@link readRecordId} reads back, for a shell that hands over nothing but texts:
 * itself, or the record's address where it has separators.
 * @param listAddress of the list that it stands in
 */
export function idAsText(id: string, listAddress: () => string, field: string): string {
	return SEPARATOR.test(id) || trimmed(id) !== id ? `${listAddress()}/${encodeId(id, field)}` : id;
}
