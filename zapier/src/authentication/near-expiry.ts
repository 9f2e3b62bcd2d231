import { jwtTimes } from '../../../vivi/auth/jwt';
import type { Platform } from './connection';

/** As long as a step can take at the most. */
const MARGIN_MS = 30_000;
/** Of the life of a token; one that lives for a minute would otherwise be renewed all the time. */
const MARGIN_SHARE = 0.1;

/**
 * Whether the access token may end before a step does that begins now. It is renewed before the step's
 * first request then: Zapier answers a 401 by a refresh and the whole step again, and what the step had
 * done before the 401 it would do twice.
 */
export function isNearExpiry(
	{ accessToken, expiresAt }: Pick<Platform, 'accessToken' | 'expiresAt'>,
	now: number,
): boolean {
	// Only VIVI's 401 can tell then.
	if (Number.isNaN(expiresAt)) return false;
	const times = jwtTimes(accessToken);
	const life =
		times.expiresAt === undefined || times.issuedAt === undefined
			? Infinity
			: (times.expiresAt - times.issuedAt) * 1000;
	return expiresAt - now <= Math.min(MARGIN_MS, life * MARGIN_SHARE);
}
