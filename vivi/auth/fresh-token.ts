import type { Http, Sleep } from '../http/port';
import { jwtTimes } from './jwt';

/** So long after it was issued a token may be unknown to some of the service's servers, in milliseconds. */
const FRESH_MS = 30_000;

/** Waits between the tries of a request whose fresh token is refused, in milliseconds. */
const WAITS_MS = [500, 1_000, 2_000];

/** Whether a token was issued so shortly ago; both times in milliseconds since the epoch. */
export function isFresh(issuedAt: number | undefined, now: number): boolean {
	return issuedAt !== undefined && Math.abs(now - issuedAt) < FRESH_MS;
}

/** When a token was issued, as it says itself, in milliseconds since the epoch. */
export function issuedAt(token: string): number | undefined {
	const { issuedAt: seconds } = jwtTimes(token);
	return seconds === undefined ? undefined : seconds * 1000;
}

/**
 * Sends a request again, a few times, while a token is refused that was only just issued: it may not
 * have reached all servers yet (octokit's auth-app waits for the same reason). A 401 says that the
 * request was not carried out, so that this holds for writes as well. A token that is refused to the
 * end is not waited for again.
 * @param isTokenFresh of the token that the last request went out with
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
