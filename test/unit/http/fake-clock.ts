/** A clock that jumps to the next sleeper whenever everybody waits. */
export class FakeClock {
	time = 1_000_000;
	private sleepers: Array<{ at: number; wake: () => void }> = [];

	now = (): number => this.time;

	sleep = (ms: number): Promise<void> =>
		new Promise((wake) => void this.sleepers.push({ at: this.time + Math.max(0, ms), wake }));

	/** Runs until the work is done. */
	async run<T>(work: Promise<T>): Promise<T> {
		let done = false;
		const settled = work.finally(() => (done = true));
		settled.catch(() => {});
		while (!done) {
			// Lets everything that can go on without waiting do so.
			await new Promise(setImmediate);
			if (done) break;
			this.sleepers.sort((a, b) => a.at - b.at);
			const next = this.sleepers.shift();
			if (!next) throw new Error('Everybody waits for something that never comes.');
			this.time = Math.max(this.time, next.at);
			next.wake();
		}
		return settled;
	}
}
