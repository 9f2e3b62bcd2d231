import { parseJson } from '../http/json';
import { invalid, type Named } from './problems';
import { isBlank, SHOWS_NOTHING, trimmed } from '../text/trimmed';

/** Separates IDs and names. */
const SEPARATORS = /[,\r\n]+/;

/**
 * Separates addresses. A comma or semicolon may be part of an address; it separates two only where
 * the next address begins behind it.
 */
const BETWEEN_URLS = new RegExp(`${SHOWS_NOTHING.source}|[,;](?=https?://)`, 'i');

/** The depth of lists in lists; nobody fills in more than a few levels. */
const MAX_DEPTH = 8;

/**
 * Reads several IDs or names in every form that people, expressions and earlier steps give: a list,
 * its JSON text, a text with commas or line breaks, line items (such texts in a list), and lists in
 * lists. Blanks and nulls are left out.
 * @throws ViviInputError `invalid_value` naming the field
 */
export function readTexts(field: Named, given: unknown): string[] {
	return entries(field, given, 0).flatMap((text) => split(text, SEPARATORS));
}

/**
 * Reads several web addresses in the forms of {@link readTexts}, also separated by blanks or
 * semicolons. An address that holds a comma stays whole.
 * @throws ViviInputError `invalid_value` naming the field
 */
export function readUrls(field: Named, given: unknown): string[] {
	const urls = entries(field, given, 0).flatMap((text) => split(text, BETWEEN_URLS));
	return (
		urls
			// A lookbehind, because the pattern would otherwise try each run of commas inside an address
			// again.
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

/** The texts of a list of any depth; each text may still hold several. */
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
 * Reads a JSON list or texts in quotes; everything else stays as it is. An ID may look like a JSON
 * number (12e4), and reading it as one would change it.
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
