import { LONGEST_TIMEOUT_MS } from '../../../vivi/client/run-fields';
import { transferMs } from '../../../vivi/http/limits';
import { NetworkFailure } from '../../../vivi/http/port';

/**
 * The end of one request: n8n's own timeout only counts silence, and a byte now and then outlives it.
 * The signal is aborted with a {@link NetworkFailure}.
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

	/** Ends so many milliseconds from now, sooner or later than it was said before. */
	startAnew(ms: number): void {
		this.#until = performance.now() + ms;
		this.#wait();
	}

	/** Gives as much more time as so many bytes may take. */
	moved(bytes: number): void {
		this.#until += transferMs(bytes);
	}

	/** The request is over. What is left of it, as an answer that nobody reads, is closed. */
	end(): void {
		this.cancelled?.removeEventListener('abort', this.#cancel);
		this.#ending.abort(new NetworkFailure('aborted'));
	}

	/** Settles as the work does, but not after the end. */
	async within<T>(work: Promise<T>): Promise<T> {
		const { signal } = this;
		return await new Promise<T>((resolve, reject) => {
			const stop = () => reject(signal.reason as NetworkFailure);
			if (signal.aborted) stop();
			signal.addEventListener('abort', stop, { once: true });
			work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
		});
	}

	readonly #cancel = () => this.#ending.abort(new NetworkFailure('aborted'));

	#wait(): void {
		const left = this.#until - performance.now();
		if (left <= 0) return this.#ending.abort(new NetworkFailure('timeout'));
		AbortSignal.timeout(Math.ceil(Math.min(left, LONGEST_TIMEOUT_MS))).addEventListener(
			'abort',
			() => this.#ending.signal.aborted || this.#wait(),
			{ once: true },
		);
	}
}
