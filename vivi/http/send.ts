import {
	NetworkFailure,
	type Http,
	type HttpRequest,
	type HttpResponse,
	type Now,
	type Sleep,
} from './port';
import { isIdempotent, retryDelay, type RetryPolicy } from './retry';
import { outlast, refusalInForce, shareRefusal, type SharedPause } from './shared-pause';
import type { Slots } from './slots';

export interface SendOptions {
	http: Http;
	now: Now;
	sleep: Sleep;
	/** From 0 (inclusive) to 1, for the jitter. */
	random: () => number;
	policy: RetryPolicy;
	/** Shared by requests that run at the same time: when one is told to slow down, all wait. */
	pause?: SharedPause;
	/**
	 * Each try goes through it; at once unless given. A request that waits, for a pause or the next
	 * try, holds no place.
	 */
	slots?: Slots;
	/** Overrides the method. */
	idempotent?: boolean;
}

export interface Sent {
	response: HttpResponse;
	/** The number of requests; 0 when an earlier refusal is still valid. */
	tries: number;
	/** Whether a try before the last may have been carried out. */
	mayHaveHappened: boolean;
}

/**
 * Sends a request, and repeats it where {@link retryDelay} says so. During a pause that is longer
 * than the request may take, nothing is sent: the earlier refusal is valid for this request, too.
 * @returns the last answer, with any status
 * @throws NetworkFailure when the last try got no answer
 */
export async function send(request: HttpRequest, options: SendOptions): Promise<Sent> {
	const { http, now, sleep, random, policy, pause, slots = atOnce } = options;
	const idempotent = options.idempotent ?? isIdempotent(request.method);
	let start = 0;
	let last: HttpResponse | NetworkFailure | undefined;
	let mayHaveHappened = false;
	const finish = (outcome: HttpResponse | NetworkFailure, tries: number): Sent => {
		if (outcome instanceof NetworkFailure) throw outcome;
		return { response: outcome, tries, mayHaveHappened };
	};

	/** Waits until the pause is over. @returns the earlier refusal, when the pause takes too long */
	async function refusedByPause(shared: SharedPause) {
		if (!last) return await refusalInForce(shared, options, policy.maxTotalMs);
		// Others may have been told to wait longer than this request has left.
		const canWait = () => shared.until - start <= policy.maxTotalMs;
		return (await outlast(shared, options, canWait)) ? undefined : last;
	}

	/** A request that only waits for a pause holds no place, because others may have no such pause. */
	async function attempt(tries: number): Promise<Attempted> {
		for (;;) {
			const unsent = pause && (await refusedByPause(pause));
			if (unsent) return { unsent };
			const outlasted = pause?.until ?? 0;
			const outcome = await slots(async () => {
				// The pause counts that is valid when there is room for the request.
				if (pause && pause.until > Math.max(outlasted, now())) return undefined;
				// The time of waiting for others does not count as this request's own time.
				if (tries === 1) start = now();
				return await http(request).catch((error: unknown) => {
					if (error instanceof NetworkFailure) return error;
					throw error;
				});
			});
			if (outcome) return { outcome };
		}
	}

	for (let tries = 1; ; tries++) {
		const { unsent, outcome } = await attempt(tries);
		if (unsent) return finish(unsent, tries - 1);
		const delay = retryDelay(policy, {
			tries,
			elapsedMs: now() - start,
			outcome,
			idempotent,
			now: now(),
			random: random(),
		});
		if (delay === undefined) {
			if (pause) shareRefusal(pause, outcome, now());
			return finish(outcome, tries);
		}
		last = outcome;
		mayHaveHappened ||= hasArrived(outcome);
		if (pause && !(outcome instanceof NetworkFailure) && outcome.status === 429) {
			pause.until = Math.max(pause.until, now() + delay);
		}
		await sleep(delay);
	}
}

type Attempted =
	| { outcome: HttpResponse | NetworkFailure; unsent?: undefined }
	/** The earlier refusal that is still valid. */
	| { outcome?: undefined; unsent: HttpResponse | NetworkFailure };

const atOnce: Slots = (work) => work();

/** Whether a request with this result may have been carried out. */
function hasArrived(outcome: HttpResponse | NetworkFailure): boolean {
	if (outcome instanceof NetworkFailure) return !['dns', 'refused'].includes(outcome.kind);
	return outcome.status !== 429;
}
