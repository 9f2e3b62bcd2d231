import { LONGEST_TIMEOUT_MS } from '../../../vivi/catalogue/settings';
import { transferMs } from '../../../vivi/http/limits';
import { NetworkFailure } from '../../../vivi/http/port';

/**
 * All requests under way share one timer. The timer of `AbortSignal.timeout()` cannot be stopped,
 * and one per request would stay for a minute, with some 2 KB, after the request is over.
 */
const underWay = new Set<Deadline>();
let nextLook = Infinity;

function lookAt(moment: number): void {
	if (moment >= nextLook) return;
	nextLook = moment;
	const left = Math.min(Math.max(moment - performance.now(), 0), LONGEST_TIMEOUT_MS);
	AbortSignal.timeout(Math.ceil(left)).addEventListener(
		'abort',
		// Otherwise an earlier end came in between, and its check has already set the next timer.
		() => moment === nextLook && look(),
		{ once: true },
	);
}

function look(): void {
	nextLook = Infinity;
	for (const deadline of underWay) deadline.check();
}

/** One for all requests that are over: the stack of an error takes longer than the rest of the end. */
const OVER = new NetworkFailure('aborted');

/**
 * The end of one request: n8n's own timeout only counts silence, so a slow trickle of bytes outlives
 * it. The signal is aborted with a {@link NetworkFailure}.
 */
export class Deadline {
	readonly #ending = new AbortController();
	#until = 0;

	/**
	 * @param ms from now on
	 * @param cancelled aborted when somebody stops the execution
	 */
	constructor(
		ms: number,
		private readonly cancelled?: AbortSignal,
	) {
		if (cancelled?.aborted) this.#cancel();
		cancelled?.addEventListener('abort', this.#cancel, { once: true });
		this.startAnew(ms);
	}

	get signal(): AbortSignal {
		return this.#ending.signal;
	}

	/** Sets the end to so many milliseconds from now, earlier or later than before. */
	startAnew(ms: number): void {
		this.#until = performance.now() + ms;
		if (!this.signal.aborted) underWay.add(this);
		this.check();
	}

	/** Ends the request when its time is up; waits on otherwise. */
	check(): void {
		if (this.signal.aborted) return;
		if (performance.now() >= this.#until) this.#abort(new NetworkFailure('timeout'));
		else lookAt(this.#until);
	}

	/** Adds the time that so many bytes may take. */
	moved(bytes: number): void {
		this.#until += transferMs(bytes);
	}

	/** The request is over. Closes what is left of it, such as an answer that nobody reads. */
	end(): void {
		this.cancelled?.removeEventListener('abort', this.#cancel);
		this.#abort(OVER);
	}

	/** Settles as the work does, but not later than the end. */
	async within<T>(work: Promise<T>): Promise<T> {
		const { signal } = this;
		return await new Promise<T>((resolve, reject) => {
			const stop = () => reject(signal.reason as NetworkFailure);
			if (signal.aborted) stop();
			signal.addEventListener('abort', stop, { once: true });
			work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
		});
	}

	readonly #cancel = () => this.#abort(new NetworkFailure('aborted'));

	#abort(reason: NetworkFailure): void {
		underWay.delete(this);
		this.#ending.abort(reason);
	}
}
