/** How a request ended, as far as it tells of the service's load. */
export type Ending =
	/** Answered in its own time. */
	| 'answered'
	/** The service said itself that there are too many (429). */
	| 'refused'
	/** Cut off, without an answer, or answered that the service cannot at the moment. */
	| 'failed'
	/** Says nothing about load: a mistake of the caller's, or a request that was ended from here. */
	| 'ignored';

/** How many it begins with; a service that is made for scripts takes as many from one caller. */
export const FIRST_NUMBER = 10;
/** The least number; with fewer it would take long to find out that a service is well again. */
export const LEAST_NUMBER = 3;
/** As in Netflix's Gradient2Limit: more connections cost both sides memory and bring nothing. */
export const LARGEST_NUMBER = 200;

/** By how much each answer that comes in its usual time raises the number, at the beginning. */
const SLOW_START = 2;
/** So many times as long as without load answers may take. */
const TOLERANCE = 1.5;
/** Answers hardly come sooner that take this part of the time with so many times fewer under way. */
const HARDLY_SOONER = 0.85;
const NEARLY_TWICE = 1.8;
/** The mean of fewer answers says little, because a page of a list takes longer than a record. */
const LEAST_ROUND = 10;
const LARGEST_ROUND = 40;
/** Without any request for so long, a limit is idle. */
const IDLE_MS = 1_000;
/** Part of the requests that may fail without a meaning. */
const USUAL_FAILURES = 0.08;

/** Requests that were started one after the other. */
interface Round {
	/** Which numbers before it were taken back; what was started before a cut says nothing after it. */
	cuts: number;
	started: number;
	ended: number;
	answered: number;
	sum: number;
	squares: number;
	/** How many were under way when each of them started, summed up. */
	load: number;
	/** Whether at least half of the number was in use. */
	isUsed: boolean;
}

/**
 * How many requests a service takes at once, by how long its answers take. The number triples with each
 * round of requests while answers come as fast as without load (as TCP's slow start doubles), later it grows
 * by its root in a round. It shrinks where the answers of a round take too long on average (the gradient
 * of Netflix's Gradient2Limit), and where requests are refused or fail. It does not grow while fewer than
 * half of it are in use.
 *
 * How long answers take without load is the mean of the first round, or of a faster one since; who has
 * been idle asks for something else now, or of a service in another state, and finds it out anew. Where
 * half as many requests are answered hardly sooner, or the number has come down to its least, answers do
 * not take long because of the number: that mean counts from then on, and the number is given back.
 *
 * A round is judged when all that was started in it has ended. By those that end first alone, a service
 * with quick and slow answers would look quick after each change of the number.
 */
export class ConcurrencyLimit {
	#number = FIRST_NUMBER;
	/** Up to here the number grows fast. */
	#threshold = Infinity;
	/** How long an answer takes without load, in milliseconds. */
	#base: number | undefined;
	#underWay = 0;
	#lastEndedAt = -Infinity;
	#cuts = 0;
	#round = this.#newRound();
	#failures = 0;
	/** The last rounds in a row whose answers took too long. */
	#slow: Array<{ load: number; mean: number }> = [];

	/** How many may be under way. */
	get current(): number {
		return Math.floor(this.#number);
	}

	/** How many are. */
	get underWay(): number {
		return this.#underWay;
	}

	/**
	 * Takes notice of a request that starts.
	 * @param startedAt in milliseconds, by any clock
	 * @returns what takes notice of its end; to be called once
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
		// By a clock of whole milliseconds answers may take none.
		const mean = Math.max(1, sum / answered);
		const deviation = Math.sqrt(Math.max(0, squares / answered - mean * mean));
		// As good as all means of as many answers lie within it.
		const doubt = (2 * deviation) / Math.sqrt(answered);
		this.#base ??= mean + doubt * 0.75;
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
		// Much faster than before: whatever slowed the service down is over.
		if ((mean + doubt) * TOLERANCE < this.#base) this.#threshold = Infinity;
		this.#base = Math.min(this.#base, mean + doubt);
		if (isUsed && this.#number >= this.#threshold) {
			this.#grow(answered / Math.sqrt(this.#number));
		}
	}

	#grow(by: number): void {
		this.#number = Math.min(LARGEST_NUMBER, this.#number + by);
	}

	/** Once for all that was started before. */
	#cut(round: Round, factor: number): void {
		if (round.cuts !== this.#cuts) return;
		this.#number = Math.max(LEAST_NUMBER, this.#number * factor);
		this.#threshold = this.#number;
		this.#cuts++;
		this.#round = this.#newRound();
	}

	#measureAnew(): void {
		this.#base = undefined;
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
