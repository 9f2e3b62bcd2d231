import { NetworkFailure, type Http, type Now } from '../../../vivi/http/port';

/**
 * How long a step may take, in milliseconds: Zapier ends it after 30 seconds, without a word of ours
 * (docs.zapier.com › Operating constraints).
 */
export const STEP_MS = 25_000;

/** Lets no request run past that moment; a later request fails as one that timed out. */
export function withDeadline(http: Http, until: number, now: Now): Http {
	return async (request) => {
		const left = until - now();
		if (left <= 0) throw new NetworkFailure('timeout');
		return await http({ ...request, timeoutMs: Math.min(request.timeoutMs, left) });
	};
}
