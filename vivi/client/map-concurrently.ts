export type SettledResult<T> = { ok: true; value: T } | { ok: false; error: unknown };

/**
 * Runs `fn` for every item, at most so many at a time; a failure of one does not stop the others.
 * @param limit a function is called again whenever an item may start
 * @param nextTurn waited for between two starts, so that the first item is under way before the last
 * is prepared
 * @param mayBeMore resolves when the limit may be higher
 * @returns the results in the order of the items
 */
export async function mapConcurrently<Item, Value>(
	items: readonly Item[],
	limit: number | (() => number),
	fn: (item: Item, index: number) => Promise<Value>,
	nextTurn?: () => Promise<void>,
	mayBeMore?: Promise<void>,
): Promise<Array<SettledResult<Value>>> {
	const results = new Array<SettledResult<Value>>(items.length);
	// Not a number, zero and fractions all mean at least one.
	const most = () => Math.max(1, Math.floor(typeof limit === 'number' ? limit : limit()) || 1);
	let next = 0;
	let working = 0;
	let isStarting = false;
	await new Promise<void>((resolve) => {
		const startMore = async () => {
			if (working === 0 && next === items.length) resolve();
			if (isStarting) return;
			isStarting = true;
			while (next < items.length && working < most()) {
				void run(next++);
				if (nextTurn) await nextTurn();
			}
			isStarting = false;
		};
		const run = async (index: number) => {
			working++;
			try {
				results[index] = { ok: true, value: await fn(items[index]!, index) };
			} catch (error) {
				results[index] = { ok: false, error };
			}
			working--;
			void startMore();
		};
		void startMore();
		void mayBeMore?.then(startMore);
	});
	return results;
}
