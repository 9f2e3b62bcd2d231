import { ConcurrencyLimit, type Ending } from './concurrency-limit';
import { NetworkFailure, type Http, type HttpResponse, type NetworkFailureKind } from './port';
import { RequestRate } from './request-rate';
import { retryAfterMs } from './retry';
import { createSlots, type Slots, type Turns } from './slots';

/** Lets as many requests run at once as the service takes. */
export interface Limiter {
	/** Runs a request when the service has room for it. */
	slots: Slots;
	/** Learns from the results of its requests, and from how long they take. */
	watch(http: Http): Http;
	/** How many may be under way at the moment. */
	atOnce(): number;
}

/** The wait after a refusal that names none. */
const USUAL_WAIT_MS = 500;

/** Statuses of a service that is not able to at the moment; a 500 may be the fault of a single record. */
const AWAY: ReadonlySet<number> = new Set([502, 503, 504]);

/** Failures without an answer that may come from the service's load. */
const LOST: ReadonlySet<NetworkFailureKind> = new Set(['network', 'refused', 'reset', 'timeout']);

/**
 * A limiter that finds out the service's limits: see {@link ConcurrencyLimit} for how many requests
 * at once, and {@link RequestRate} for how many a second.
 */
export function createLimiter(turns: Turns): Limiter {
	const { now } = turns;
	const limit = new ConcurrencyLimit();
	const rate = new RequestRate();
	let held = 0;
	const slots = createSlots(
		{
			startsFrom: () => (held < limit.current ? rate.startsFrom() : Infinity),
			start() {
				held++;
				return () => void held--;
			},
		},
		turns,
	);
	const watch = (http: Http): Http => {
		return async (request) => {
			const startedAt = now();
			const answered = rate.start(startedAt);
			const ended = limit.start(startedAt);
			try {
				const response = await http(request);
				answered(now(), waitAfter(response, now()));
				ended(endingOf(response), now());
				return response;
			} catch (error) {
				const isLost = error instanceof NetworkFailure && LOST.has(error.kind);
				ended(isLost ? 'failed' : 'ignored', now());
				throw error;
			}
		};
	};
	return { slots, watch, atOnce: () => limit.current };
}

/** The wait that a refusal asks for; undefined for all other answers. */
function waitAfter(response: HttpResponse, now: number): number | undefined {
	return response.status === 429 ? (retryAfterMs(response, now) ?? USUAL_WAIT_MS) : undefined;
}

function endingOf({ status }: HttpResponse): Ending {
	if (status === 429) return 'refused';
	if (AWAY.has(status)) return 'failed';
	// A refusal for other reasons comes before the service does any work.
	return status >= 200 && status < 300 ? 'answered' : 'ignored';
}
