/** A longer wait says nothing about a rate: somebody has used up the quota of a day. */
const LONGEST_OF_A_RATE_MS = 60_000;

/**
 * The limiter delays nobody for longer than this: not all callers have that much time, and each of
 * them handles a longer wait by its own pause (shared-pause.ts).
 */
export const LONGEST_HELD_MS = 5_000;

/**
 * How fast a guessed rate grows in a second, after the first refusal and after later ones: the more
 * refusals, the better the rate is known. A measured rate grows like the last one.
 */
const GROWTH = [0.25, 0.1, 0.05];
/** Where a guess lies between the least and the most that the service may take, by a logarithm. */
const GUESS = 0.35;
/** Requests a millisecond; one refusal among the first requests says too little to go below. */
const LEAST_GUESS = 10 / 1000;
/**
 * The part of a guess, and of a measured rate, that remains after a further refusal, as in the
 * adaptive mode of the AWS SDKs.
 */
const LEFT_OF = { guess: 0.7, measured: 0.9 };
/** Unused time of the last moments may be used later: timers come late. */
const GRAIN_MS = 20;
/** Only this part of a measured rate is used, because requests do not arrive evenly. */
const OF_RATE = 0.95;
const OF_BURST = 0.75;
/** Fewer requests show no rate. */
const LEAST_LATE = 5;

/** The first refusal, and the results of the requests that were under way behind it. */
interface FirstRefusal {
	/** How many requests the service took before, and in how many milliseconds. */
	taken: number;
	ms: number;
	/** Requests a millisecond that it takes in the long run. */
	least: number;
	most: number;
	/** In how many milliseconds the later ones started. */
	lateMs: number;
	lateAnswered: number;
	lateTaken: number;
}

/**
 * How many requests a second a service takes, once it has refused one (429); before that there is no
 * limit. No request starts during the wait that the service asked for, unless the wait is long.
 * Times are in milliseconds, by any clock.
 *
 * Up to the refusal, the service took a number of requests in some time. That rate is higher than in
 * the long run, because the service allows a burst; with the wait that it asks for, the rate is
 * lower, because services round up. The requests that it takes right behind the refused one show its
 * real rate. Everything above this rate was the burst, which is available again after the wait, as
 * far as the rate has filled it up. A service that takes none of them counts by the minute or
 * similar, and has no burst. The rate grows, and each further refusal reduces it.
 */
export class RequestRate {
	/** Requests a millisecond, at the moment when they go on after a refusal. */
	#rate = Infinity;
	#isMeasured = false;
	/** Requests may catch up on so much unused time at once. */
	#burstMs = GRAIN_MS;
	#refusals = 0;
	#first: FirstRefusal | undefined;
	/** When the requests began, or go on after a refusal. */
	#since: number | undefined;
	#started = 0;
	#startedAt = -Infinity;
	#next = -Infinity;
	#until = -Infinity;

	/** The moment at which the next request may start. */
	startsFrom(): number {
		return Math.max(this.#next, this.#until);
	}

	/**
	 * A request starts.
	 * @returns a function for its answer, and for the wait that a refusal asks for
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
			// Of the requests that were under way together, the first refusal counts.
			if (refusals === this.#refusals) this.#refused(now, before, answeredAt, waitMs);
			this.#since = Math.max(this.#since!, answeredAt + waitMs);
			if (waitMs <= LONGEST_HELD_MS) this.#until = Math.max(this.#until, answeredAt + waitMs);
		};
	}

	/** @param taken the requests that started before the refused one */
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
		// No request passed after its wait: the wait was too short, which says nothing about the rate.
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

/** How long the rate needs for the requests that were taken beyond it. */
function burstMs(taken: number, ms: number, rate: number): number {
	return Math.max(GRAIN_MS, OF_BURST * (taken / rate - ms));
}
