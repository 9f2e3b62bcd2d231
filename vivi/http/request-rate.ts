/** Longer waits say nothing about a rate: somebody has used up the quota of a day. */
const LONGEST_OF_A_RATE_MS = 60_000;

/**
 * Nobody is held back for longer than this: not all callers have that much time, and each of them knows by
 * its own pause (shared-pause.ts) what to do about a longer wait.
 */
export const LONGEST_HELD_MS = 5_000;

/**
 * By how much the rate grows in a second, after the first refusal and after the ones to come: the more
 * there were, the better it is known.
 */
const GROWTH = [0.25, 0.1, 0.05];
/** Where the first rate lies between the least that the service may take and the most, by a logarithm. */
const FIRST_GUESS = 0.35;
/** Requests a millisecond; one refusal amid the first requests says too little to go below. */
const LEAST_GUESS = 10 / 1000;
/** As in the adaptive mode of the AWS SDKs. */
const AFTER_REFUSAL = 0.7;
/** What was not used a moment ago may be made up for: timers come late. */
const GRAIN_MS = 20;

/**
 * How many requests a second a service takes, once it has refused one (429); before, there is no limit.
 * Nobody starts while the wait lasts that the service asked for, unless it is long. Times are in milliseconds, by any clock.
 *
 * Until the refusal the service took so many requests in so much time. That is more than it takes in the
 * long run, for it may let a burst pass; counted with the wait that it asks for it is less, for services
 * round up. The first rate lies between. It grows, and each further refusal takes a part of it away, but
 * never more than what was taken with the wait counted in.
 */
export class RequestRate {
	/** Requests a millisecond, at the moment when they go on after a refusal. */
	#rate = Infinity;
	#refusals = 0;
	/** When the requests began, or go on after a refusal. */
	#since: number | undefined;
	#started = 0;
	#next = -Infinity;
	#until = -Infinity;

	/** The moment from which on the next request may start. */
	startsFrom(): number {
		return Math.max(this.#next, this.#until);
	}

	/**
	 * A request starts.
	 * @returns what takes notice of its refusal
	 */
	start(now: number): (refusedAt: number, waitMs: number) => void {
		this.#since ??= now;
		const before = this.#started++;
		const gap = Math.min(1 / this.#rateAt(now), LONGEST_HELD_MS);
		this.#next = Math.max(this.#next, now - GRAIN_MS) + gap;
		const refusals = this.#refusals;
		return (refusedAt, waitMs) => {
			if (waitMs > LONGEST_OF_A_RATE_MS) return;
			// Of those that were under way together the first one has said it.
			if (refusals === this.#refusals) this.#refused(now, before, refusedAt, waitMs);
			this.#since = Math.max(this.#since!, refusedAt + waitMs);
			if (waitMs <= LONGEST_HELD_MS) this.#until = Math.max(this.#until, refusedAt + waitMs);
		};
	}

	/** @param taken those that had started before the one that is refused */
	#refused(startedAt: number, taken: number, refusedAt: number, waitMs: number): void {
		const count = Math.max(1, taken);
		const since = this.#since!;
		const most = count / Math.max(GRAIN_MS, startedAt - since);
		const least = count / Math.max(GRAIN_MS, refusedAt - since + waitMs);
		const rate = this.#rateAt(startedAt);
		this.#rate =
			rate === Infinity
				? Math.max(LEAST_GUESS, least * Math.max(1, most / least) ** FIRST_GUESS)
				: Math.max(Math.min(least, rate), Math.min(most, rate * AFTER_REFUSAL));
		this.#refusals++;
		this.#started = 0;
	}

	#rateAt(now: number): number {
		if (this.#refusals === 0) return Infinity;
		const growth = GROWTH[Math.min(this.#refusals, GROWTH.length) - 1]!;
		return this.#rate * (1 + growth) ** (Math.max(0, now - this.#since!) / 1000);
	}
}
