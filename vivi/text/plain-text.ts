/** Common text, in which there is nothing to look for; the patterns below take a while to compile. */
const COMMON = /^[\t-\r\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff]*$/;

/**
 * Signs that Unicode counts among the invisible ones, at places where an honest text has them: in an
 * emoji of several parts, in a flag of a part of the United Kingdom, behind an emoji or an ideograph
 * that has two shapes, and between letters of scripts that join (Persian, Hindi …). The Arabic number
 * signs count as well, although one sees them. Each takes in what it stands behind.
 */
const HONEST = [
	'\\u{1F3F4}\\u{E0067}\\u{E0062}(?:\\u{E0065}\\u{E006E}\\u{E0067}|\\u{E0073}\\u{E0063}\\u{E0074}|\\u{E0077}\\u{E006C}\\u{E0073})\\u{E007F}',
	'(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}]|\\p{Emoji}\\uFE0F)\\u200D(?=\\p{Extended_Pictographic})',
	'(?<=\\p{Emoji})[\\uFE0E\\uFE0F]',
	'(?<=\\p{Unified_Ideograph})[\\u{E0100}-\\u{E01EF}]',
	'(?<=\\p{Script=Mongolian})[\\u180B-\\u180D]',
	'(?<=(?![\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}\\p{Script=Common}\\p{DI}])[\\p{L}\\p{M}])[\\u200C\\u200D](?=(?!\\p{DI})[\\p{L}\\p{M}])',
	'[\\u0600-\\u0605\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u{110BD}\\u{110CD}]',
].join('|');
const INVISIBLE = '[\\p{Cf}\\p{DI}\\u2800\\uFFF9-\\uFFFB]';

/**
 * What somebody else wrote, as one line that shows what it says: blanks and line breaks of all kinds
 * become one blank, and what {@link visibleText} takes away goes.
 */
export function plainText(text: string): string {
	return visibleText(text).replace(/\s+/gu, ' ').trim();
}

/**
 * A text without what a terminal acts on, what is invisible and what turns the direction of the text.
 * Its lines and blanks stay, and so do letters, marks and emoji of all scripts.
 */
export function visibleText(text: string): string {
	const seen = COMMON.test(text) ? text : withoutInvisible(text);
	return seen.replace(/(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ');
}

function withoutInvisible(text: string): string {
	const pattern = new RegExp(`(${HONEST})|${INVISIBLE}`, 'gu');
	return text
		.replace(pattern, (_, honest: string | undefined) => honest ?? '')
		.replace(/\p{Cs}/gu, '\ufffd');
}

/**
 * At most so many characters (UTF-16 units), with `…` at the end where something was left out. No
 * letter loses its marks and no emoji a part, unless a single one is longer than all that is allowed.
 */
export function shortened(text: string, length: number): string {
	if (text.length <= length) return text;
	// The break may lie within a sign, so a bit more is looked at than will fit.
	const start = text.slice(0, length + 64);
	let end = 0;
	for (const { index, segment } of new Intl.Segmenter().segment(start)) {
		if (index + segment.length > length - 1) break;
		end = index + segment.length;
	}
	const kept =
		end > 0 ? start.slice(0, end) : text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '');
	return `${kept.trimEnd()}…`;
}
