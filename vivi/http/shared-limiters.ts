import { createLimiter, type Limiter } from './limiter';
import type { Turns } from './slots';

/** How long after its last use a limiter's knowledge is valid. */
export const FORGOTTEN_AFTER_MS = 10 * 60_000;

/**
 * The limiters of a process, one for each service and credential: executions at the same time share
 * the limit of the service, and the knowledge about it.
 */
export class SharedLimiters {
	readonly #limiters = new Map<string, { limiter: Limiter; usedAt: number }>();

	constructor(private readonly turns: Turns) {}

	/** @param key stands for the service and the credential, without any secret */
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
