import { readId } from './read-list';
import { firstSaid } from './values-under';
import type { JsonObject } from '../http/json';
import { plainText, shortened } from '../text/plain-text';
import type { Resource } from '../catalogue/types';

/** The title by which a person recognises a record: its first title field with a value, else its ID. */
export function recordTitle(
	record: JsonObject,
	resource: Pick<Resource, 'titleFields' | 'idField'>,
): string | undefined {
	return filledTitle(record, resource) ?? readId(record, resource);
}

/** The first title field of a record with a value. */
export function filledTitle(
	record: JsonObject,
	{ titleFields }: Pick<Resource, 'titleFields'>,
): string | undefined {
	return firstSaid([record], titleFields, (value) =>
		typeof value === 'string' && value.trim() !== '' ? value : undefined,
	);
}

/** The longest title in an editor, in characters. */
const LONGEST_TITLE = 100;

/** {@link recordTitle} as one short, visible line; the ID where the title has no visible character. */
export function titleLine(
	record: JsonObject,
	resource: Pick<Resource, 'titleFields' | 'idField'>,
): string | undefined {
	const line = plainText((recordTitle(record, resource) ?? '').slice(0, LONGEST_TITLE * 10));
	return line === '' ? readId(record, resource) : shortened(line, LONGEST_TITLE);
}
