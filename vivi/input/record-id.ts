import type { Resource } from '../catalogue/types';
import { encodeId, idLabel, refusedId } from '../address/path';
import { trimmed } from '../text/trimmed';
import { isWebAddress } from './texts';

/** A key that no JSON of a person holds. */
const GIVEN = Symbol('given ID');

/** A record's ID that was filled in, and its origin. */
export interface GivenId {
	value: unknown;
	/**
	 * `list`: picked from one of VIVI's lists. `address`: the web address of the record. `text`:
	 * anything else, such as the value of an expression, an earlier step or a language model.
	 */
	from: 'list' | 'address' | 'text';
	[GIVEN]: true;
}

/** Whether a value has its origin with it. */
export function isGivenId(value: unknown): value is GivenId {
	return typeof value === 'object' && value !== null && GIVEN in value;
}

/** An ID as a form gives it, with its origin. */
export function givenId(value: unknown, from: GivenId['from']): GivenId {
	return { value, from, [GIVEN]: true };
}

/**
 * Characters that an ID given as a text must not hold. A gateway that decodes a path before it
 * passes it on would take part of the ID for a path and so reach another record. A percent sign with
 * two digits is refused too: nobody can tell whether x%2Fy is the ID itself or the encoded form of
 * x/y.
 */
const SEPARATOR = /[/\\?#]|%[\da-f]{2}/i;

/**
 * The ID of a record as VIVI knows it; empty where none was filled in. An ID with separators is
 * accepted from a list and from an address, where it is clear which characters belong to it, but not
 * from a text.
 * @param given with its origin, or without it: then a web address is taken for the record's
 * @throws ViviInputError `invalid_id` naming the field
 */
export function readRecordId(
	given: unknown,
	{ idField, segment }: Pick<Resource, 'idField' | 'segment'>,
): string {
	const { value, from } = isGivenId(given) ? given : givenId(given, originOf(given));
	const isText = typeof value === 'string';
	if (from === 'list' && isText) return value;
	if (from === 'address' && isText && trimmed(value) !== '') {
		return idFromAddress(value, { idField, segment });
	}
	return readTypedId(value, idField);
}

function originOf(given: unknown): GivenId['from'] {
	return typeof given === 'string' && isWebAddress(trimmed(given)) ? 'address' : 'text';
}

/**
 * Reads an ID from a text field or an expression; empty where there is none.
 * @throws ViviInputError `invalid_id` naming the field
 */
export function readTypedId(value: unknown, field: string): string {
	if (value === undefined || value === null) return '';
	// Above 2^53 a number does not hold all its digits.
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

/** The hint for a field into which the ID is typed. */
export function idHint({ idField }: Pick<Resource, 'idField'>): string {
	return `The ${idLabel(idField)} as VIVI shows it`;
}

/** The pattern of a record's address; its group is the percent-encoded ID. */
export function addressPattern({ segment }: Pick<Resource, 'segment'>): string {
	// Not within the query: an address may name another record there, as the page to return to.
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
		// The percent-encoding is broken.
	}
	throw refusedId(
		idField,
		`cannot be read from this address, which has no /${segment}/ followed by an ID`,
		'Copy the whole address of the record, or enter its ID instead.',
	);
}

/**
 * An ID as a text that {@link readRecordId} reads back, for a shell that can only hand over texts:
 * the ID itself, or an address of its record when the ID has separators.
 * @param baseUrl what the address begins with
 */
export function idAsText(
	id: string,
	{ idField, segment }: Pick<Resource, 'idField' | 'segment'>,
	baseUrl: string,
): string {
	if (!SEPARATOR.test(id) && trimmed(id) === id) return id;
	return `${baseUrl.replace(/\/+$/, '')}/${segment}/${encodeId(id, idField)}`;
}
