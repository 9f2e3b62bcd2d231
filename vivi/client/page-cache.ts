import { parseJson, type JsonValue } from '../http/json';
import { RecentlyUsed } from './recently-used';

/**
 * Keeps the last pages. A page that comes again unchanged is not parsed again, and its records are
 * the very same objects, so that a repeated comparison sees at once that nothing has changed. They
 * are shared: nobody may change them.
 */
export class PageCache {
	/** Without a body until the page has come twice: a page that never does is not worth the memory. */
	private readonly pages: RecentlyUsed<{ text: string; body?: JsonValue }>;

	/** @param most characters in all */
	constructor(most = 8_000_000) {
		this.pages = new RecentlyUsed(most);
	}

	/** The page at that address as JSON; undefined when the text is not JSON. */
	parse(url: string, text: string): JsonValue | undefined {
		const kept = this.pages.get(url);
		const comesAgain = kept?.text === text;
		const body = (comesAgain ? kept.body : undefined) ?? parseJson(text);
		if (body === undefined) return undefined;
		this.pages.set(url, { text, ...(comesAgain && { body }) }, text.length);
		return body;
	}
}
