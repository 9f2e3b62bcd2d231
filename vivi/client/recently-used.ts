/** Keeps values by their keys. Bounded: those that were set the longest ago go first. */
export class RecentlyUsed<Value> {
	private readonly kept = new Map<string, { value: Value; size: number }>();
	private size = 0;

	/** @param most the sum of all sizes; a single value that is larger is not kept */
	constructor(private readonly most: number) {}

	get(key: string): Value | undefined {
		return this.kept.get(key)?.value;
	}

	set(key: string, value: Value, ownSize = 1): void {
		// Otherwise any number of values without a size of their own would be kept.
		const size = Math.max(1, ownSize);
		this.drop(key);
		if (size > this.most) return;
		this.kept.set(key, { value, size });
		this.size += size;
		for (const oldest of this.kept.keys()) {
			if (this.size <= this.most) break;
			this.drop(oldest);
		}
	}

	private drop(key: string): void {
		this.size -= this.kept.get(key)?.size ?? 0;
		this.kept.delete(key);
	}
}
