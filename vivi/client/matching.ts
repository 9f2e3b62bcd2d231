import type { Resource } from '../catalogue/types';
import type { JsonObject } from '../http/json';
import { trimmed } from '../text/trimmed';
import { own } from './values-under';

type Titled = Pick<Resource, 'titleFields'>;

/** Whether one of a record's titles is the text, apart from upper and lower case. */
export function isTitle(record: JsonObject, { titleFields }: Titled, text: string): boolean {
	const wanted = fold(text);
	return titleFields.some((name) => fold(own(record, name)) === wanted);
}

/** Whether one of a record's titles contains the text, apart from upper and lower case. */
export function titleHoldsText(record: JsonObject, { titleFields }: Titled, text: string): boolean {
	const wanted = fold(text);
	return titleFields.some((name) => fold(own(record, name)).includes(wanted));
}

/** Whether any text of a record contains the text, apart from upper and lower case. */
export function holdsText(record: JsonObject, text: string): boolean {
	const wanted = fold(text);
	return Object.values(record).some((value) => fold(value).includes(wanted));
}

function fold(value: unknown): string {
	return typeof value === 'string' ? trimmed(value).normalize('NFC').toLowerCase() : '';
}
