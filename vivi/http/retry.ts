import {
	NetworkFailure,
	type HttpMethod,
	type HttpResponse,
	type NetworkFailureKind,
} from './port';

export interface RetryPolicy {
	/** The largest number of requests, the first one included. */
	maxTries: number;
	/** From the first request on, waiting included, in milliseconds. */
	maxTotalMs: number;
	/** The first back-off in milliseconds; each try doubles it. */
	baseDelayMs: number;
	/** The longest own back-off in milliseconds; a longer Retry-After is respected. */
	maxDelayMs: number;
	/** The time after which no further request is sent, in milliseconds since the epoch. */
	until?: number;
}

export interface Attempt {
	/** How many requests have been sent, 1 after the first. */
	tries: number;
	/** Since the first request was sent, in milliseconds. */
	elapsedMs: number;
	/** The result of the last request. */
	outcome: HttpResponse | NetworkFailure;
	/** Whether a second request does no more than the first. */
	idempotent: boolean;
	/** Milliseconds since the epoch. */
	now: number;
	/** A random number from 0 (inclusive) to 1. */
	random: number;
}

/** Methods that RFC 9110 §9.2.2 calls idempotent. */
export function isIdempotent(method: HttpMethod): boolean {
	return IDEMPOTENT.has(method);
}

// A list of names: a method that is not in it is never sent twice.
const IDEMPOTENT: ReadonlySet<HttpMethod> = new Set(['DELETE', 'GET', 'HEAD', 'PUT']);

const RETRYABLE = new Set([429, 502, 503, 504]);
const HOPELESS_FAILURES: ReadonlySet<NetworkFailureKind> = new Set([
	'aborted',
	'blocked',
	'oversized',
	'private',
	'tls',
]);

/**
 * Decides whether a request is sent again.
 * @returns the wait before the next try in milliseconds, or undefined to give up
 *
 * A 429 says that the request was not carried out, so it is repeated with any method. After any
 * other failure nobody knows whether a write took place; only idempotent requests are repeated.
 */
export function retryDelay(policy: RetryPolicy, attempt: Attempt): number | undefined {
	const { outcome } = attempt;
	if (attempt.tries >= policy.maxTries) return undefined;

	if (outcome instanceof NetworkFailure) {
		if (!attempt.idempotent || HOPELESS_FAILURES.has(outcome.kind)) return undefined;
	} else {
		if (!RETRYABLE.has(outcome.status)) return undefined;
		if (outcome.status !== 429 && !attempt.idempotent) return undefined;
	}

	const asked = outcome instanceof NetworkFailure ? undefined : retryAfterMs(outcome, attempt.now);
	const delay = asked ?? backOff(policy, attempt);
	const isTooLate = attempt.now + delay >= (policy.until ?? Infinity);
	return isTooLate || attempt.elapsedMs + delay > policy.maxTotalMs ? undefined : delay;
}

/** Exponential; the upper half of each step is random, so that callers spread out. */
function backOff(policy: RetryPolicy, { tries, random }: Attempt): number {
	const step = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (tries - 1));
	return Math.round(step / 2 + (step / 2) * random);
}

/** A longer wait is a mistake, and may be a time that no clock can count. */
const LONGEST_WAIT_MS = 86_400_000;

/**
 * Reads `Retry-After` (RFC 9110 §10.2.3): seconds or an HTTP date.
 * @returns milliseconds from `now`, never negative and at most a day; undefined when absent or unreadable
 */
export function retryAfterMs(response: HttpResponse, now: number): number | undefined {
	const value = response.headers['retry-after']?.trim();
	if (!value) return undefined;
	if (/^\d+(\.\d+)?$/.test(value)) {
		return Math.min(Math.ceil(Number(value) * 1000), LONGEST_WAIT_MS);
	}
	// Date.parse reads much that is not an HTTP date (it takes "-5" for a year); a date holds letters.
	if (!/[a-z]/i.test(value)) return undefined;
	const date = Date.parse(value);
	return Number.isNaN(date) ? undefined : Math.min(Math.max(0, date - now), LONGEST_WAIT_MS);
}
