import { PageCache } from '../client/page-cache';
import type { KnownRecords, ReportScope } from './known-records';

interface CachedList {
	known: KnownRecords;
	scope: ReportScope;
}

/**
 * Keeps the known records in the process. To decode the stored text at each poll would cost time, and the
 * text does not hold the records themselves. Bounded: the least recently used lists go first.
 */
export class PollCache {
	/** The pages that were read. */
	readonly pages = new PageCache();
	private readonly lists = new Map<string, CachedList & { text: string }>();
	private size = 0;

	/** @param most records in all */
	constructor(private readonly most = 20_000) {}

	/** What the text stands for, if it is the text that was cached last under this key. */
	get(key: string, text: string): CachedList | undefined {
		const cached = this.lists.get(key);
		return cached?.text === text ? { known: cached.known, scope: cached.scope } : undefined;
	}

	set(key: string, text: string, { known, scope }: CachedList): void {
		this.drop(key);
		if (known.size > this.most) return;
		this.lists.set(key, { text, known, scope });
		this.size += known.size;
		for (const oldest of this.lists.keys()) {
			if (this.size <= this.most) break;
			this.drop(oldest);
		}
	}

	private drop(key: string): void {
		this.size -= this.lists.get(key)?.known.size ?? 0;
		this.lists.delete(key);
	}
}
