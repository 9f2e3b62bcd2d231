import type { Resource } from '../../../vivi/catalogue/types';
import type { JsonObject } from '../../../vivi/http/json';

/**
 * Whether a record is one that was searched for. VIVI's search is assumed: it may look into other fields,
 * or take no notice of the text at all. A search that finds the wrong record is worse than one that
 * finds none, so each is looked at once more.
 * @param exact one of its titles has to be the text, apart from upper and lower case; otherwise one of
 * its texts has to contain it
 */
export function matches(
	record: JsonObject,
	{ titleFields }: Pick<Resource, 'titleFields'>,
	text: string,
	exact: boolean,
): boolean {
	const wanted = fold(text);
	return exact
		? titleFields.some((name) => fold(own(record, name)) === wanted)
		: Object.values(record).some((value) => fold(value).includes(wanted));
}

function fold(value: unknown): string {
	return typeof value === 'string' ? value.normalize('NFC').trim().toLowerCase() : '';
}

function own(record: JsonObject, name: string): unknown {
	return Object.hasOwn(record, name) ? record[name] : undefined;
}
