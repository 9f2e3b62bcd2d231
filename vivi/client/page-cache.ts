import { parseJson, type JsonValue } from '../http/json';

/**
 * Keeps the last pages. A page that comes again unchanged is not parsed again, and its records are
 * the very same objects, so that a repeated comparison sees at once that nothing has changed. They
 * are shared: nobody may change them. Bounded: the least recently used pages go first.
 */
export class PageCache {
	/** Without a body until the page has come twice: a page that never does is not worth the memory. */
	private readonly pages = new Map<string, { text: string; body?: JsonValue }>();
	private size = 0;

	/** @param most characters in all */
	constructor(private readonly most = 8_000_000) {}

	/** The page at that address as JSON; undefined when the text is not JSON. */
	parse(url: string, text: string): JsonValue | undefined {
		const kept = this.pages.get(url);
		this.drop(url);
		const comesAgain = kept?.text === text;
		const body = (comesAgain ? kept.body : undefined) ?? parseJson(text);
		if (body === undefined || text.length > this.most) return body;
		this.pages.set(url, { text, ...(comesAgain && { body }) });
		this.size += text.length;
		for (const oldest of this.pages.keys()) {
			if (this.size <= this.most) break;
			this.drop(oldest);
		}
		return body;
	}

	private drop(url: string): void {
		this.size -= this.pages.get(url)?.text.length ?? 0;
		this.pages.delete(url);
	}
}
