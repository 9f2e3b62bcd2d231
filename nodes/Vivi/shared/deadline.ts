import { LONGEST_TIMEOUT_MS } from '../../../vivi/catalogue/settings';
import { transferMs } from '../../../vivi/http/limits';
import { NetworkFailure, type NetworkFailureKind } from '../../../vivi/http/port';

/**
 * The requests that are under way share a timer. That of `AbortSignal.timeout()` cannot be stopped, and
 * one for each request would stay for a minute, with some 2 KB, after the request is over.
 */
const underWay = new Set<Deadline>();
let nextLook = Infinity;

function lookAt(moment: number): void {
	if (moment >= nextLook) return;
	nextLook = moment;
	const left = Math.min(Math.max(moment - performance.now(), 0), LONGEST_TIMEOUT_MS);
	AbortSignal.timeout(Math.ceil(left)).addEventListener(
		'abort',
		// Otherwise an earlier moment came in between, and who looked then has seen to the next.
		() => moment === nextLook && look(),
		{ once: true },
	);
}

function look(): void {
	nextLook = Infinity;
	for (const deadline of underWay) deadline.check();
}

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
		if (!this.signal.aborted) underWay.add(this);
		this.check();
	}

	/** Ends it when its time is up; waits on otherwise. */
	check(): void {
		if (this.signal.aborted) return;
		if (performance.now() >= this.#until) this.#abort('timeout');
		else lookAt(this.#until);
	}

	/** Gives as much more time as so many bytes may take. */
	moved(bytes: number): void {
		this.#until += transferMs(bytes);
	}

	/** The request is over. What is left of it, as an answer that nobody reads, is closed. */
	end(): void {
		this.cancelled?.removeEventListener('abort', this.#cancel);
		this.#abort('aborted');
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

	readonly #cancel = () => this.#abort('aborted');

	#abort(kind: NetworkFailureKind): void {
		underWay.delete(this);
		this.#ending.abort(new NetworkFailure(kind));
	}
}
