import { plainText, shortened } from './plain-text';

const MAX_LENGTH = 300;
const HIDDEN = '[hidden]';

/** Makes foreign text fit to be shown: one line, no markup, no secret, not too long. */
export function scrub(text: string): string | undefined {
	if (/<[a-z!/]/i.test(text)) return undefined;
	// Nobody reads more than this; the limit also bounds the work of the patterns below.
	const line = plainText(text.slice(0, 5000));
	const safe = line
		.replace(/\b(Bearer|Basic)\s+[^\s"',;]+/gi, `$1 ${HIDDEN}`)
		.replace(
			/\b(client_?secret|secret|password|api[-_ ]?key|access_?token|token)(["']?\s*[=:]\s*["']?)[^\s"',;]+/gi,
			`$1$2${HIDDEN}`,
		)
		.replace(/[A-Za-z0-9+/_~=.-]{20,}/g, (word) => (looksSecret(word) ? HIDDEN : word));
	if (safe === '') return undefined;
	return shortened(safe, MAX_LENGTH);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A JWT, or a run of characters too long and too mixed to be a word, an address or an ID. */
function looksSecret(word: string): boolean {
	if (/eyJ[\w-]{5,}/.test(word)) return true;
	const mixed = (text: string) => /\d/.test(text) && /[a-z]/i.test(text);
	const long = word
		.split(/[/.=]/)
		.some((part) => !UUID.test(part) && (part.length >= 32 || (part.length >= 25 && mixed(part))));
	// Base64 may contain slashes, but no address mixes all three kinds of characters in every part.
	const base64 = word.length >= 32 && /[A-Z]/.test(word) && /[a-z]/.test(word) && /\d/.test(word);
	return (
		long || (base64 && !/^[/.]/.test(word) && !word.split('/').some((part) => UUID.test(part)))
	);
}
