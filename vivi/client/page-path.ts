/** So many pages in a row without a new record make a list an endless one. */
const MAX_IDLE = 1000;
/** After so many repeated readings in a row without a new record, the list counts as whole. */
const MAX_REREADS = 5;
/** How often a reading starts again because the list moves while its next page is searched. */
const MAX_RESTARTS = 10;

/** The addresses of the pages that a reading has asked for, in their order, and how often it had to go back. */
export class PagePath {
	private urls = new Set<string>();
	private idle = 0;
	private rereads = 0;
	private restarts = 0;

	/** @returns false when the page is on the path already: the list leads back to itself */
	enter(url: string): boolean {
		const isNew = !this.urls.has(url);
		this.urls.add(url);
		return isNew;
	}

	/** A page has brought new records. */
	madeProgress(): void {
		this.idle = 0;
		this.rereads = 0;
	}

	/** @returns false when too many pages in a row have brought no new record */
	countIdle(): boolean {
		return ++this.idle <= MAX_IDLE;
	}

	get canRestart(): boolean {
		return this.restarts < MAX_RESTARTS;
	}

	restart(): void {
		this.restarts++;
		this.clear();
	}

	clear(): void {
		this.urls = new Set();
	}

	get canGoBack(): boolean {
		return this.urls.size > 1 && this.rereads < MAX_REREADS;
	}

	/**
	 * Goes back by some pages, at most to the first one.
	 * @returns the address of the page to read again, which is not on the path any more
	 */
	goBack(pages: number): string {
		const before = [...this.urls].slice(0, -Math.min(this.urls.size - 1, pages));
		const url = before.pop()!;
		this.urls = new Set(before);
		this.rereads++;
		return url;
	}
}
