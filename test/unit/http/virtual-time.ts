/** A clock that goes on only when all that could be done at a moment is done, and then at once. */
export class VirtualTime {
	#now = 0;
	readonly #due: Array<{ at: number; wake: () => void }> = [];

	readonly now = () => this.#now;

	readonly sleep = (ms: number) =>
		new Promise<void>((wake) => {
			const at = this.#now + Math.max(0, ms);
			const later = this.#due.findIndex((one) => one.at > at);
			this.#due.splice(later === -1 ? this.#due.length : later, 0, { at, wake });
		});

	/** Lets time pass until the work is done, or nothing is left that could happen. */
	async until<T>(work: Promise<T>): Promise<T> {
		let isOver = false;
		const end = () => void (isOver = true);
		work.then(end, end);
		for (;;) {
			// Runs all that is waiting for nothing but its turn.
			await new Promise((resolve) => setImmediate(resolve));
			const next = isOver ? undefined : this.#due.shift();
			if (!next) break;
			this.#now = Math.max(this.#now, next.at);
			next.wake();
		}
		if (!isOver) throw new Error('Nothing is left that could happen, and the work is not done.');
		return await work;
	}
}
