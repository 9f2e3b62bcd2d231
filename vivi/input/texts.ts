import { parseJson } from '../http/json';
import { invalid, type Named } from './problems';
import { isBlank, SHOWS_NOTHING, trimmed } from '../text/trimmed';

/** Between IDs and names. */
const SEPARATORS = /[,\r\n]+/;

/**
 * Between addresses. A comma or semicolon may be part of an address, and only stands between two where the
 * next one begins behind it.
 */
const BETWEEN_URLS = new RegExp(`${SHOWS_NOTHING.source}|[,;](?=https?://)`, 'i');

/** Lists in lists in lists; nobody fills in more than a few of them. */
const MAX_DEPTH = 8;

/**
 * Several IDs or names, in every form that people, expressions and earlier steps give them: a list, its
 * JSON text, a text with commas or line breaks, line items (texts of that kind in a list), and lists in
 * lists. Blanks and nulls among them are left out.
 * @throws ViviInputError `invalid_value` naming the field
 */
export function readTexts(field: Named, given: unknown): string[] {
	return entries(field, given, 0).flatMap((text) => split(text, SEPARATORS));
}

/**
 * Several web addresses, in the forms of {@link readTexts}, and separated by blanks or semicolons as well.
 * An address that holds a comma stays whole.
 * @throws ViviInputError `invalid_value` naming the field
 */
export function readUrls(field: Named, given: unknown): string[] {
	const urls = entries(field, given, 0).flatMap((text) => split(text, BETWEEN_URLS));
	return (
		urls
			// Looks behind, or it would try each run of commas inside an address anew.
			.map((url) => url.replace(/(?<![,;])[,;]+$/, ''))
			.filter((url) => url !== '')
			.map((url) => {
				if (isWebAddress(url)) return url;
				throw invalid(
					field,
					'holds something that is not a web address',
					'Enter whole addresses that start with https://, one per line.',
				);
			})
	);
}

/** Whether a text is a whole address of http or https. */
export function isWebAddress(text: string): boolean {
	return /^https?:\/\//i.test(text) && URL.canParse(text);
}

/** The texts of a list, however it is nested; each may still hold several. */
function entries(field: Named, given: unknown, depth: number): string[] {
	if (isBlank(given)) return [];
	if (Array.isArray(given) && depth < MAX_DEPTH) {
		return given.flatMap((entry) => entries(field, entry, depth + 1));
	}
	if (typeof given === 'number' && Number.isSafeInteger(given)) return [String(given)];
	if (typeof given !== 'string') {
		throw typeof given === 'number'
			? invalid(field, 'holds a number that is not exact', 'Put long numbers in quotes, as text.')
			: invalid(
					field,
					'holds something that is not text',
					'Enter a list of texts, such as ["a", "b"], or texts separated by commas.',
				);
	}
	const list = depth < MAX_DEPTH ? listFromText(given) : given;
	return list === given ? [given] : entries(field, list, depth + 1);
}

/**
 * What is written as a list in JSON, or as texts in quotes, read; anything else as it is: an ID may be a
 * number of JSON (12e4), and would be another one if it were read as such.
 */
function listFromText(given: string): unknown {
	const text = trimmed(given);
	if (!/^["[]/.test(text)) return given;
	return parseJson(text) ?? parseJson(`[${text}]`) ?? given;
}

function split(text: string, separators: RegExp): string[] {
	return text
		.split(separators)
		.map(trimmed)
		.filter((part) => part !== '');
}
