/** Runs work when there is room for it; hands over what the work gives. */
export type Slots = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Room for so many at once; the others wait in the order in which they came, and no two start in the
 * same turn of the event loop. Requests that do are all made ready before the first of them is sent,
 * and answered together they stay in step: the service idles while they are made ready, time and again.
 * @param count at least one; fractions are rounded down
 * @param nextTurn resolves in a later turn of the event loop
 */
export function createSlots(count: number, nextTurn: () => Promise<void>): Slots {
	// Not a number, zero and fractions all mean at least one.
	let free = Math.max(1, Math.floor(count) || 1);
	const waiting: Array<() => void> = [];
	let isStarting = false;

	async function startWaiting(): Promise<void> {
		if (isStarting) return;
		isStarting = true;
		while (free > 0 && waiting.length > 0) {
			free--;
			waiting.shift()!();
			await nextTurn();
		}
		isStarting = false;
	}

	return async (work) => {
		await new Promise<void>((resolve) => {
			waiting.push(resolve);
			void startWaiting();
		});
		try {
			return await work();
		} finally {
			free++;
			void startWaiting();
		}
	};
}
