import { isJsonObject, parseJson, type JsonValue } from '../http/json';
import { scrub } from '../text/scrub';

/**
 * The service's own short explanation from its JSON answer. VIVI documents no shape, so this reads
 * the usual ones: `message`, `error.message`, `error_description`, `detail`, `errors[]`.
 * @returns one line of at most 300 characters without anything that looks like a secret; undefined
 * when there is no explanation, and always for HTML and plain text
 */
export function serviceMessage(body: string): string | undefined {
	const text = explain(parseJson(body), 0);
	return text === undefined ? undefined : scrub(text);
}

/**
 * Quotes the service's words so that they cannot end the quotation themselves: a language model that
 * uses the connector as its tool must not take them for ours.
 */
export function quoted(said: string): string {
	return `“${said.replace(/[“”]/g, "'")}”`;
}

/** Reads the usual keys of such answers, a few levels deep. */
function explain(value: JsonValue | undefined, depth: number): string | undefined {
	if (depth > 4) return undefined;
	if (typeof value === 'string') return depth > 0 && value.trim() !== '' ? value : undefined;
	if (Array.isArray(value)) {
		const parts = value.slice(0, 10).flatMap((item) => explainItem(item, depth + 1) ?? []);
		return parts.length > 0 ? parts.join('; ') : undefined;
	}
	if (!isJsonObject(value)) return undefined;
	for (const key of ['message', 'error', 'error_description', 'detail', 'msg', 'errors', 'title']) {
		// OAuth puts a code into `error` and the sentence into `error_description`.
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

/** One of several errors: a sentence, or a sentence with its field. */
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

/** A sentence, and the service's own words, with its name. */
export function withSaid(message: string, said: string | undefined): string {
	return said === undefined ? `${message}.` : `${message}. VIVI says: ${quoted(said)}`;
}
