/** Longer waits say nothing about a rate: somebody has used up the quota of a day. */
const LONGEST_OF_A_RATE_MS = 60_000;

/**
 * Nobody is held back for longer than this: not all callers have that much time, and each of them knows by
 * its own pause (shared-pause.ts) what to do about a longer wait.
 */
export const LONGEST_HELD_MS = 5_000;

/**
 * By how much a rate that is a guess grows in a second, after the first refusal and after the ones to
 * come: the more there were, the better it is known. A rate that was measured grows like the last.
 */
const GROWTH = [0.25, 0.1, 0.05];
/** Where a guess lies between the least that the service may take and the most, by a logarithm. */
const GUESS = 0.35;
/** Requests a millisecond; one refusal amid the first requests says too little to go below. */
const LEAST_GUESS = 10 / 1000;
/** What a further refusal leaves of a guess, as in the adaptive mode of the AWS SDKs, and of what was measured. */
const LEFT_OF = { guess: 0.7, measured: 0.9 };
/** What was not used a moment ago may be made up for: timers come late. */
const GRAIN_MS = 20;
/** What is measured is used up to here, for requests do not arrive evenly. */
const OF_RATE = 0.95;
const OF_BURST = 0.75;
/** Fewer requests show no rate. */
const LEAST_LATE = 5;

/** The first refusal, and what became of those that were under way behind the request that it met. */
interface FirstRefusal {
	/** How many requests the service took before, and in how many milliseconds. */
	taken: number;
	ms: number;
	/** Requests a millisecond that it takes in the long run. */
	least: number;
	most: number;
	/** In how many milliseconds the late ones were started. */
	lateMs: number;
	lateAnswered: number;
	lateTaken: number;
}

/**
 * How many requests a second a service takes, once it has refused one (429); before, there is no limit.
 * Nobody starts while the wait lasts that the service asked for, unless it is long. Times are in
 * milliseconds, by any clock.
 *
 * Until the refusal the service took so many requests in so much time. That is more than it takes in the
 * long run, for it lets a burst pass; counted with the wait that it asks for it is less, for services
 * round up. What it takes of the requests that come right behind the refused one is its rate. All that it
 * took before beyond this rate was the burst, and that is there again after the wait, as far as the rate
 * has filled it up. Where it takes none of them it counts by the minute or the like, and knows no burst.
 * The rate grows, and each further refusal takes a part of it away.
 */
export class RequestRate {
	/** Requests a millisecond, at the moment when they go on after a refusal. */
	#rate = Infinity;
	#isMeasured = false;
	/** What was not used for so long may be made up for at once. */
	#burstMs = GRAIN_MS;
	#refusals = 0;
	#first: FirstRefusal | undefined;
	/** When the requests began, or go on after a refusal. */
	#since: number | undefined;
	#started = 0;
	#startedAt = -Infinity;
	#next = -Infinity;
	#until = -Infinity;

	/** The moment from which on the next request may start. */
	startsFrom(): number {
		return Math.max(this.#next, this.#until);
	}

	/**
	 * A request starts.
	 * @returns what takes notice of its answer, and of the wait that a refusal asks for
	 */
	start(now: number): (answeredAt: number, waitMs?: number) => void {
		this.#since ??= now;
		this.#startedAt = now;
		const before = this.#started++;
		const gap = Math.min(1 / this.#rateAt(now), LONGEST_HELD_MS);
		this.#next = Math.max(this.#next, now - this.#burstMs) + gap;
		const refusals = this.#refusals;
		return (answeredAt, waitMs) => {
			if (refusals === 0 && this.#first && before > this.#first.taken) {
				this.#learn(this.#first, waitMs === undefined);
			}
			if (waitMs === undefined || waitMs > LONGEST_OF_A_RATE_MS) return;
			// Of those that were under way together the first one has said it.
			if (refusals === this.#refusals) this.#refused(now, before, answeredAt, waitMs);
			this.#since = Math.max(this.#since!, answeredAt + waitMs);
			if (waitMs <= LONGEST_HELD_MS) this.#until = Math.max(this.#until, answeredAt + waitMs);
		};
	}

	/** @param taken those that had started before the one that is refused */
	#refused(startedAt: number, taken: number, refusedAt: number, waitMs: number): void {
		const ms = startedAt - this.#since!;
		const most = Math.max(1, taken) / Math.max(GRAIN_MS, ms);
		const least = Math.max(1, taken) / Math.max(GRAIN_MS, refusedAt - this.#since! + waitMs);
		if (this.#refusals++ === 0) {
			const lateMs = this.#startedAt - startedAt;
			this.#first = { taken, ms, least, most, lateMs, lateAnswered: 0, lateTaken: 0 };
			this.#setRate(least * Math.max(1, most / least) ** GUESS, this.#first);
		} else if (taken > 0) {
			const left = this.#rate * (this.#isMeasured ? LEFT_OF.measured : LEFT_OF.guess);
			this.#rate = Math.max(Math.min(least, this.#rate), Math.min(most, left));
			this.#burstMs = Math.min(this.#burstMs, burstMs(taken, ms, this.#rate));
		}
		// Where it took none after its wait, the wait was too short; of the rate that says nothing.
		this.#started = 0;
	}

	#learn(first: FirstRefusal, isTaken: boolean): void {
		first.lateAnswered++;
		if (isTaken) first.lateTaken++;
		const { lateAnswered, lateTaken, lateMs, least, most } = first;
		if (this.#refusals > 1 || lateAnswered < LEAST_LATE || lateMs < GRAIN_MS) return;
		this.#isMeasured = lateTaken > 0;
		const measured = (OF_RATE * lateTaken) / lateMs;
		this.#setRate(Math.min(most, Math.max(least, measured)), first);
		if (lateTaken === 0) this.#burstMs = GRAIN_MS;
	}

	#setRate(rate: number, { taken, ms }: FirstRefusal): void {
		this.#rate = Math.max(LEAST_GUESS, rate);
		this.#burstMs = burstMs(taken, ms, this.#rate);
	}

	#rateAt(now: number): number {
		if (this.#refusals === 0) return Infinity;
		const step = this.#isMeasured ? GROWTH.length : Math.min(this.#refusals, GROWTH.length);
		return this.#rate * (1 + GROWTH[step - 1]!) ** (Math.max(0, now - this.#since!) / 1000);
	}
}

/** How long the rate takes for what was taken beyond it. */
function burstMs(taken: number, ms: number, rate: number): number {
	return Math.max(GRAIN_MS, OF_BURST * (taken / rate - ms));
}
