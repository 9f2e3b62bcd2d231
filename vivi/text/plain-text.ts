/** Common text without special characters; the patterns below take a while to compile. */
const COMMON = /^[\t-\r\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff]*$/;

/**
 * Characters that Unicode calls invisible, in places where an honest text has them: in an emoji of
 * several parts, in the flag of a part of the United Kingdom, behind an emoji or an ideograph that
 * has two shapes, and between letters of scripts that join (Persian, Hindi …). The Arabic number
 * signs count as well, although they are visible. Each pattern includes the character before it.
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
 * Makes one visible line of somebody else's text: blanks and line breaks of all kinds become one
 * blank, and {@link visibleText} removes the rest.
 */
export function plainText(text: string): string {
	return visibleText(text).replace(/\s+/gu, ' ').trim();
}

/**
 * Removes characters that control a terminal, are invisible or change the direction of the text.
 * Lines and blanks stay, and so do letters, marks and emoji of all scripts.
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
 * At most so many characters (UTF-16 units), with `…` at the end of a shortened text. No letter
 * loses its marks and no emoji a part, unless a single one is longer than the whole limit.
 */
export function shortened(text: string, length: number): string {
	if (text.length <= length) return text;
	// The limit may lie within a character, so look at a few more characters than will fit.
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
