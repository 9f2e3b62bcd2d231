import type { Told } from './told';

/**
 * Keeps what was told in the process besides the stored text: reading that again at each look would
 * cost time, and it does not hold the records. Bounded: the least recently used lists go first.
 */
export class Memory {
	private readonly lists = new Map<string, { text: string; told: Told }>();
	private size = 0;

	/** @param most records in all */
	constructor(private readonly most = 20_000) {}

	/** What the text stands for, if it is the one that was kept last. */
	get(key: string, text: string): Told | undefined {
		const kept = this.lists.get(key);
		return kept?.text === text ? kept.told : undefined;
	}

	set(key: string, text: string, told: Told): void {
		this.drop(key);
		if (told.size > this.most) return;
		this.lists.set(key, { text, told });
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
