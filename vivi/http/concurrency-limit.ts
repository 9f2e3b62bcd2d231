/** The end of a request, with what it says about the service's load. */
export type Ending =
	/** Answered in its own time. */
	| 'answered'
	/** The service itself said that there are too many requests (429). */
	| 'refused'
	/**
	 * Cut off, without an answer, or with an answer that says that the service is not able to at the
	 * moment.
	 */
	| 'failed'
	/** Says nothing about load: a mistake of the caller's, or a request that we ended. */
	| 'ignored';

/** The number at the beginning; a service that is made for scripts takes as many from one caller. */
export const FIRST_NUMBER = 10;
/** The least number; with a smaller one it would take long to find out that a service has recovered. */
export const LEAST_NUMBER = 3;
/** As in Netflix's Gradient2Limit: more connections cost both sides memory and have no use. */
export const LARGEST_NUMBER = 200;

/** By how much each answer of usual speed raises the number, at the beginning. */
const SLOW_START = 2;
/** How many times longer than without load answers may take. */
const TOLERANCE = 1.5;
/** Up to here the number still grows; between the two it stays as it is. */
const ROOM_TO_GROW = 1.25;
/** Answers that need this part of the time, with so many times fewer requests, are hardly faster. */
const HARDLY_SOONER = 0.85;
const NEARLY_TWICE = 1.8;
/** The mean of fewer answers says little, because a page of a list takes longer than a record. */
const LEAST_ROUND = 10;
const LARGEST_ROUND = 40;
/** A limit without any request for so long is idle. */
const IDLE_MS = 1_000;
/** The share of requests that may fail without saying anything about load. */
const USUAL_FAILURES = 0.08;

/** Requests that started one after the other. */
interface Round {
	/** The number of cuts before it; a request that started before a cut says nothing after it. */
	cuts: number;
	started: number;
	ended: number;
	answered: number;
	sum: number;
	squares: number;
	/** For each of them the number of requests at its start, summed up. */
	load: number;
	/** Whether at least half of the number was in use. */
	isUsed: boolean;
}

/**
 * How many requests a service takes at once, judged by how long its answers take. The number triples
 * with each round of requests while answers come as fast as without load (as TCP's slow start
 * doubles); later it grows by its root in a round. It shrinks when the answers of a round take too
 * long on average (the gradient of Netflix's Gradient2Limit), and when requests are refused or fail.
 * It does not grow while less than half of it is in use.
 *
 * The time of answers without load is the mean of the first round, or of a later faster one. After
 * an idle time the caller may ask for something else, or the service may be in another state. So that
 * time is measured again, and the number may grow fast again. When half as many requests are answered
 * hardly faster, or the number has come down to its least, the number is not the reason for slow
 * answers: then that mean counts from now on, and the number is restored.
 *
 * A round is judged when all of its requests have ended. Judged only by those that end first, a
 * service with quick and slow answers would look quick after each change of the number.
 */
export class ConcurrencyLimit {
	#number = FIRST_NUMBER;
	/** Up to this number it grows fast. */
	#threshold = Infinity;
	/** How long an answer takes without load, in milliseconds. */
	#base: number | undefined;
	#underWay = 0;
	#lastEndedAt = -Infinity;
	#cuts = 0;
	#round = this.#newRound();
	#failures = 0;
	/** How many rounds in a row had answers that took too long. */
	#slow: Array<{ load: number; mean: number }> = [];

	/** How many requests may be under way. */
	get current(): number {
		return Math.floor(this.#number);
	}

	/** How many requests are under way. */
	get underWay(): number {
		return this.#underWay;
	}

	/**
	 * Counts a request that starts.
	 * @param startedAt in milliseconds, by any clock
	 * @returns a function for its end; to be called once
	 */
	start(startedAt: number): (ending: Ending, endedAt: number) => void {
		if (this.#underWay === 0 && startedAt - this.#lastEndedAt > IDLE_MS) this.#measureAnew();
		const size = Math.max(LEAST_ROUND, Math.min(LARGEST_ROUND, this.#number));
		if (this.#round.started >= (this.#base === undefined ? LEAST_ROUND : size)) {
			this.#round = this.#newRound();
		}
		const round = this.#round;
		round.started++;
		round.load += ++this.#underWay;
		if (this.#underWay * 2 >= this.#number) round.isUsed = true;
		return (ending, endedAt) => {
			this.#underWay--;
			this.#lastEndedAt = endedAt;
			round.ended++;
			if (ending === 'answered') this.#answered(round, Math.max(0, endedAt - startedAt));
			if (ending === 'refused' || ending === 'failed') this.#dropped(round, ending);
			const isWhole = round !== this.#round && round.ended === round.started;
			if (isWhole && round.cuts === this.#cuts && round.answered > 0) this.#judge(round);
		};
	}

	#answered(round: Round, ms: number): void {
		this.#failures -= this.#failures / 20;
		round.answered++;
		round.sum += ms;
		round.squares += ms * ms;
		const usual = this.#base ?? round.sum / round.answered;
		const mayGrow = round.isUsed && this.#number < this.#threshold && round.cuts === this.#cuts;
		if (mayGrow && ms <= usual * TOLERANCE) this.#grow(SLOW_START);
	}

	#dropped(round: Round, ending: Ending): void {
		this.#failures += (1 - this.#failures) / 20;
		if (ending === 'refused' || this.#failures > USUAL_FAILURES) this.#cut(round, 0.7);
	}

	#judge(round: Round): void {
		const { answered, sum, squares, isUsed } = round;
		// By a clock of whole milliseconds an answer may take no time.
		const mean = Math.max(1, sum / answered);
		const deviation = Math.sqrt(Math.max(0, squares / answered - mean * mean));
		// Nearly all means of so many answers lie within this range.
		const doubt = (2 * deviation) / Math.sqrt(answered);
		this.#base ??= mean + 0.75 * doubt;
		if (mean - doubt > this.#base * TOLERANCE) {
			const load = round.load / round.started;
			const twice = this.#slow.findLast((slow) => slow.load >= load * NEARLY_TWICE);
			const isBlamed = !twice || mean + doubt < twice.mean * HARDLY_SOONER;
			if (isBlamed && this.current > LEAST_NUMBER) {
				this.#slow.push({ load, mean });
				this.#cut(round, Math.max(0.5, (this.#base * TOLERANCE) / mean));
			} else {
				this.#base = mean + doubt / 2;
				this.#threshold = isBlamed ? Infinity : twice.load;
				this.#number = isBlamed ? this.#number : twice.load;
				this.#slow = [];
			}
			return;
		}
		this.#slow = [];
		// Much faster than before: the reason for slow answers is gone.
		if ((mean + doubt) * TOLERANCE < this.#base) this.#threshold = Infinity;
		this.#base = Math.min(this.#base, mean + doubt);
		const isQuick = mean - doubt <= this.#base * ROOM_TO_GROW;
		if (isUsed && isQuick && this.#number >= this.#threshold) {
			this.#grow(answered / Math.sqrt(this.#number));
		}
	}

	#grow(by: number): void {
		this.#number = Math.min(LARGEST_NUMBER, this.#number + by);
	}

	/** Once for all requests that started before. */
	#cut(round: Round, factor: number): void {
		if (round.cuts !== this.#cuts) return;
		this.#number = Math.max(LEAST_NUMBER, this.#number * factor);
		this.#threshold = this.#number;
		this.#cuts++;
		this.#round = this.#newRound();
	}

	#measureAnew(): void {
		this.#base = undefined;
		this.#threshold = Infinity;
		this.#slow = [];
		this.#round = this.#newRound();
	}

	#newRound(): Round {
		return {
			cuts: this.#cuts,
			...{ started: 0, ended: 0, answered: 0, sum: 0, squares: 0, load: 0, isUsed: false },
		};
	}
}
