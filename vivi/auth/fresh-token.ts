import type { Http, Sleep } from '../http/port';
import { jwtTimes } from './jwt';

/** How long some servers of the service may not know a new token, in milliseconds. */
const FRESH_MS = 30_000;

/** Waits between the tries of a request whose new token is refused, in milliseconds. */
const WAITS_MS = [500, 1_000, 2_000];

/** Whether a token was issued within that time; both times in milliseconds since the epoch. */
export function isFresh(issuedAt: number | undefined, now: number): boolean {
	return issuedAt !== undefined && Math.abs(now - issuedAt) < FRESH_MS;
}

/** The longest time that work with a token takes, in milliseconds. */
const MARGIN_MS = 30_000;
/** A share of the token's life; otherwise a token that lives for a minute would be renewed all the time. */
const MARGIN_SHARE = 0.1;

/**
 * Whether a token may end during work that begins now.
 * @param expiresAt in milliseconds since the epoch; not a number where only a 401 can tell
 */
export function isNearExpiry(token: string, expiresAt: number, now: number): boolean {
	if (Number.isNaN(expiresAt)) return false;
	const { issuedAt = -Infinity, expiresAt: end = Infinity } = jwtTimes(token);
	const life = end - issuedAt;
	return expiresAt - now <= Math.min(MARGIN_MS, life * MARGIN_SHARE);
}

/**
 * Repeats a request a few times while its new token is refused: the token may not have reached all
 * servers yet (octokit's auth-app waits for the same reason). A 401 says that the request was not
 * carried out, so writes are repeated too. When a token is refused to the end, later requests
 * do not wait.
 * @param isTokenFresh whether the token of the last request is new
 */
export function patientWithFreshToken(http: Http, isTokenFresh: () => boolean, sleep: Sleep): Http {
	let isHopeless = false;
	return async (request) => {
		let response = await http(request);
		for (const wait of WAITS_MS) {
			if (response.status !== 401 || isHopeless || !isTokenFresh()) return response;
			await sleep(wait);
			response = await http(request);
		}
		isHopeless = response.status === 401;
		return response;
	};
}
