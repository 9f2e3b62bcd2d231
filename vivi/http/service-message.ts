import { plainText, shortened } from '../text/plain-text';
import { isJsonObject, parseJson, type JsonValue } from './json';

const MAX_LENGTH = 300;
const HIDDEN = '[hidden]';

/**
 * The service's own short explanation, where its JSON answer has one. VIVI documents no shape, so
 * the usual ones are tried: `message`, `error.message`, `error_description`, `detail`, `errors[]`.
 * @returns one line of at most 300 characters without anything that looks like a secret; undefined
 * when there is none, and always for HTML and plain text
 */
export function serviceMessage(body: string): string | undefined {
	const text = explain(parseJson(body), 0);
	return text === undefined ? undefined : scrub(text);
}

/**
 * The service's words in quotation marks that cannot be closed from inside: a language model that uses the
 * connector as its tool reads them as well, and must not take them for ours.
 */
export function quoted(said: string): string {
	return `“${said.replace(/[“”]/g, "'")}”`;
}

/** Reads what people write into such answers, a few levels deep. */
function explain(value: JsonValue | undefined, depth: number): string | undefined {
	if (depth > 4) return undefined;
	if (typeof value === 'string') return depth > 0 && value.trim() !== '' ? value : undefined;
	if (Array.isArray(value)) {
		const parts = value.slice(0, 10).flatMap((item) => explainItem(item, depth + 1) ?? []);
		return parts.length > 0 ? parts.join('; ') : undefined;
	}
	if (!isJsonObject(value)) return undefined;
	for (const key of ['message', 'error', 'error_description', 'detail', 'msg', 'errors', 'title']) {
		// OAuth puts a bare code into `error` and the sentence into `error_description`.
		if (key === 'error' && typeof value.error === 'string' && value.error_description) continue;
		const own = Object.hasOwn(value, key) ? value[key] : undefined;
		const text = explain(own, depth + 1) ?? (key === 'errors' ? explainMap(own, depth) : undefined);
		if (text === undefined) continue;
		// "Validation failed" alone helps nobody when the fields are listed next to it.
		const more = key === 'message' || key === 'error' ? undefined : text;
		if (more !== undefined) return more;
		const details = explain(value.details ?? value.errors, depth + 1);
		return details === undefined || details === text ? text : `${text} (${details})`;
	}
	return undefined;
}

/** One of several: a sentence, or a sentence with the field it is about. */
function explainItem(item: JsonValue, depth: number): string | undefined {
	const text = explain(item, depth);
	if (text === undefined || !isJsonObject(item)) return text;
	const field = item.field ?? item.path ?? item.loc ?? item.param;
	const name = Array.isArray(field) ? field.join('.') : field;
	return typeof name === 'string' && name !== '' && !text.includes(name)
		? `${name}: ${text}`
		: text;
}

/** `errors` as an object: field name → sentence or sentences. */
function explainMap(value: JsonValue | undefined, depth: number): string | undefined {
	if (!isJsonObject(value)) return undefined;
	const parts = Object.entries(value)
		.slice(0, 10)
		.flatMap(([field, item]) => {
			const text = explain(item, depth + 1);
			return text === undefined ? [] : [`${field}: ${text}`];
		});
	return parts.length > 0 ? parts.join('; ') : undefined;
}

/** Makes foreign text fit to be shown: one line, no markup, nothing secret, not too long. */
export function scrub(text: string): string | undefined {
	if (/<[a-z!/]/i.test(text)) return undefined;
	// Nobody reads more than this; it also bounds the work of the patterns below.
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
	// Base64 may fall into short pieces at its slashes, but no address mixes all three throughout.
	const base64 = word.length >= 32 && /[A-Z]/.test(word) && /[a-z]/.test(word) && /\d/.test(word);
	return (
		long || (base64 && !/^[/.]/.test(word) && !word.split('/').some((part) => UUID.test(part)))
	);
}
