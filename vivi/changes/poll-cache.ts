import { PageCache } from '../client/page-cache';
import { RecentlyUsed } from '../client/recently-used';
import type { KnownRecords, ReportScope } from './known-records';

interface CachedList {
	known: KnownRecords;
	scope: ReportScope;
}

/**
 * Keeps the known records in the process. To decode the stored text at each poll would cost time, and the
 * text does not hold the records themselves.
 */
export class PollCache {
	/** The pages that were read. */
	readonly pages = new PageCache();
	private readonly lists: RecentlyUsed<CachedList & { text: string }>;

	/** @param most records in all */
	constructor(most = 20_000) {
		this.lists = new RecentlyUsed(most);
	}

	/** What the text stands for, if it is the text that was cached last under this key. */
	get(key: string, text: string): CachedList | undefined {
		const cached = this.lists.get(key);
		return cached?.text === text ? { known: cached.known, scope: cached.scope } : undefined;
	}

	set(key: string, text: string, { known, scope }: CachedList): void {
		this.lists.set(key, { text, known, scope }, known.size);
	}
}
