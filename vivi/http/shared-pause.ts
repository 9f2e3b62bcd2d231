import { NetworkFailure, type HttpResponse, type Now, type Sleep } from './port';
import { retryAfterMs } from './retry';

/** Until when requests to the same service hold back, in milliseconds since the epoch. */
export interface SharedPause {
	until: number;
	/** The last 429 that nobody repeats; others may be told of it instead of asking again. */
	refusal?: HttpResponse;
}

interface Clock {
	now: Now;
	sleep: Sleep;
}

/**
 * Waits until the pause is over.
 * @param canWait asked before each wait
 * @returns false when the pause lasts longer than that
 */
export async function outlast(
	pause: SharedPause,
	{ now, sleep }: Clock,
	canWait: () => boolean,
): Promise<boolean> {
	// Once for each time the pause was prolonged in the meantime; the clock is not trusted to have
	// moved on.
	for (let waited = 0; pause.until > Math.max(waited, now());) {
		if (!canWait()) return false;
		waited = pause.until;
		await sleep(waited - now());
	}
	return true;
}

/**
 * Waits until the pause is over, for a request that was not sent yet.
 * @returns the refusal that still holds, with the wait that is left, where that is longer than
 * `longestMs`; nothing should be sent then
 */
export async function refusalInForce(
	pause: SharedPause,
	clock: Clock,
	longestMs: number,
): Promise<HttpResponse | undefined> {
	const left = () => pause.until - clock.now();
	if (await outlast(pause, clock, () => !pause.refusal || left() <= longestMs)) return undefined;
	const { headers, ...refusal } = pause.refusal!;
	return { ...refusal, headers: { ...headers, 'retry-after': String(Math.ceil(left() / 1000)) } };
}

/** Lets the others know of a 429 that says for how long, and that the caller does not repeat. */
export function shareRefusal(
	pause: SharedPause,
	outcome: HttpResponse | NetworkFailure,
	now: number,
): void {
	if (outcome instanceof NetworkFailure || outcome.status !== 429) return;
	const asked = retryAfterMs(outcome, now);
	if (asked === undefined || now + asked <= pause.until) return;
	pause.until = now + asked;
	pause.refusal = outcome;
}
