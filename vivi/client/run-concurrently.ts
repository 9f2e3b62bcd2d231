export type Settled<T> = { ok: true; value: T } | { ok: false; error: unknown };

/**
 * Runs `fn` for every item, at most `limit` at a time; one that fails stops none of the others.
 * @returns the results in the order of the items
 */
export async function mapConcurrently<Item, Value>(
	items: readonly Item[],
	limit: number,
	fn: (item: Item, index: number) => Promise<Value>,
): Promise<Array<Settled<Value>>> {
	const results = new Array<Settled<Value>>(items.length);
	// Shared by the workers, so that none waits while there is something left to do.
	const queue = items.entries();
	const worker = async () => {
		for (const [index, item] of queue) {
			try {
				results[index] = { ok: true, value: await fn(item, index) };
			} catch (error) {
				results[index] = { ok: false, error };
			}
		}
	};
	// Not a number, zero and fractions all mean at least one.
	const workers = Math.max(1, Math.min(items.length, Math.floor(limit) || 1));
	await Promise.all(Array.from({ length: workers }, worker));
	return results;
}
