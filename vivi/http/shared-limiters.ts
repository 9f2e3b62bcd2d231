import { createLimiter, type Limiter } from './limiter';
import type { Turns } from './slots';

/** So long after it was last asked for, what a limiter has learnt counts no more. */
export const FORGOTTEN_AFTER_MS = 10 * 60_000;

/**
 * The limiters of a process, one for each service and credential: executions that run at the same time
 * share what the service takes, and what one has learnt the next need not find out again.
 */
export class SharedLimiters {
	readonly #limiters = new Map<string, { limiter: Limiter; usedAt: number }>();

	constructor(private readonly turns: Turns) {}

	/** @param key names the service and the credential, without any secret */
	of(key: string): Limiter {
		const now = this.turns.now();
		for (const [other, { usedAt }] of this.#limiters) {
			if (now - usedAt > FORGOTTEN_AFTER_MS) this.#limiters.delete(other);
		}
		const known = this.#limiters.get(key);
		const limiter = known?.limiter ?? createLimiter(this.turns);
		this.#limiters.set(key, { limiter, usedAt: now });
		return limiter;
	}
}
