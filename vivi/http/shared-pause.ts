import { NetworkFailure, type HttpResponse, type Now, type Sleep } from './port';
import { retryAfterMs } from './retry';

/** Until when requests to the same service wait, in milliseconds since the epoch. */
export interface SharedPause {
	until: number;
	/** The last 429 that nobody repeats; other requests get it as their answer instead of asking again. */
	refusal?: HttpResponse;
}

interface Clock {
	now: Now;
	sleep: Sleep;
}

/**
 * Waits until the pause is over.
 * @param canWait asked before each wait
 * @returns false when the pause takes longer than that
 */
export async function outlast(
	pause: SharedPause,
	{ now, sleep }: Clock,
	canWait: () => boolean,
): Promise<boolean> {
	// Once for each time that the pause grew in the meantime. The clock may have moved less than the
	// wait.
	for (let waited = 0; pause.until > Math.max(waited, now());) {
		if (!canWait()) return false;
		waited = pause.until;
		await sleep(waited - now());
	}
	return true;
}

/**
 * Waits until the pause is over, before a request is sent.
 * @returns the refusal that is still valid, with the remaining wait, when that is longer than
 * `longestMs`; then nothing should be sent
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

/** Shares a 429 that names its wait and that the caller does not repeat. */
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
