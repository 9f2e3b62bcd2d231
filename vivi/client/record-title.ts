import { readId } from './read-list';
import type { JsonObject } from '../http/json';
import { plainText, shortened } from '../text/plain-text';
import type { Resource } from '../catalogue/types';

/** What a person recognises a record by: its first title field that is filled in, else its ID. */
export function recordTitle(
	record: JsonObject,
	resource: Pick<Resource, 'titleFields' | 'idField'>,
): string | undefined {
	return filledTitle(record, resource) ?? readId(record, resource);
}

/** The first title field of a record that is filled in. */
export function filledTitle(
	record: JsonObject,
	{ titleFields }: Pick<Resource, 'titleFields'>,
): string | undefined {
	return titleFields
		.map((field) => (Object.hasOwn(record, field) ? record[field] : undefined))
		.find((value) => typeof value === 'string' && value.trim() !== '') as string | undefined;
}

/** Characters of a title where records are picked or named in an editor. */
const LONGEST_TITLE = 100;

/** {@link recordTitle} as one short line that shows what it says; the ID where the title shows nothing. */
export function titleLine(
	record: JsonObject,
	resource: Pick<Resource, 'titleFields' | 'idField'>,
): string | undefined {
	const line = plainText((recordTitle(record, resource) ?? '').slice(0, LONGEST_TITLE * 10));
	return line === '' ? readId(record, resource) : shortened(line, LONGEST_TITLE);
}
