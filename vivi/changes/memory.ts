import { PageCache } from '../client/page-cache';
import type { Told, ToldUnder } from './told';

interface Kept {
	told: Told;
	under: ToldUnder;
}

/**
 * Keeps what was told in the process besides the stored text: reading that again at each look would
 * cost time, and it does not hold the records. Bounded: the least recently used lists go first.
 */
export class Memory {
	/** The pages that were looked at. */
	readonly pages = new PageCache();
	private readonly lists = new Map<string, Kept & { text: string }>();
	private size = 0;

	/** @param most records in all */
	constructor(private readonly most = 20_000) {}

	/** What the text stands for, if it is the one that was kept last under this key. */
	get(key: string, text: string): Kept | undefined {
		const kept = this.lists.get(key);
		return kept?.text === text ? { told: kept.told, under: kept.under } : undefined;
	}

	set(key: string, text: string, { told, under }: Kept): void {
		this.drop(key);
		if (told.size > this.most) return;
		this.lists.set(key, { text, told, under });
		this.size += told.size;
		for (const oldest of this.lists.keys()) {
			if (this.size <= this.most) break;
			this.drop(oldest);
		}
	}

	private drop(key: string): void {
		this.size -= this.lists.get(key)?.told.size ?? 0;
		this.lists.delete(key);
	}
}
