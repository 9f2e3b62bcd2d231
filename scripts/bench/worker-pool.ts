import { setTimeout as sleep } from 'node:timers/promises';

/** A service that carries out so many requests at once and lets further ones wait; in this process. */
export class WorkerPool {
	#free: number[];
	#underWay = 0;
	/** How many requests came so far. */
	requests = 0;
	/** How many were under way when each of them came. */
	readonly load: number[] = [];

	constructor(
		workers: number,
		private readonly latencyMs: number,
	) {
		this.#free = new Array<number>(workers).fill(0);
	}

	/** Ends when a worker has carried out a request. */
	async carryOut(): Promise<void> {
		this.requests++;
		this.load.push(++this.#underWay);
		const now = performance.now();
		const worker = this.#free.indexOf(Math.min(...this.#free));
		this.#free[worker] = Math.max(now, this.#free[worker]!) + this.latencyMs;
		await sleep(this.#free[worker]! - now);
		this.#underWay--;
	}
}
