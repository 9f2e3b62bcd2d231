import type { Http, HttpResponse } from '../../../vivi/http/port';
import { NetworkFailure } from '../../../vivi/http/port';
import type { VirtualTime } from './virtual-time';

/** How a service answers a request that arrives at a moment, with so many under way. */
export type Behaviour = (arrival: { at: number; underWay: number; count: number }) => {
	ms: number;
	status?: number;
	retryAfter?: number;
	/** No answer at all; the request ends by its timeout. */
	never?: boolean;
};

export interface ServiceStats {
	received: number;
	refused: number;
	/** The most that were under way at once, in all and after half of the requests. */
	most: number;
	mostLater: number;
	underWay: number;
}

/** A service in virtual time. */
export function simulatedService(
	{ now, sleep }: VirtualTime,
	behaviour: Behaviour,
	total: number,
): { http: Http; stats: ServiceStats } {
	const stats: ServiceStats = { received: 0, refused: 0, most: 0, mostLater: 0, underWay: 0 };
	const http: Http = async ({ timeoutMs }) => {
		stats.received++;
		stats.underWay++;
		stats.most = Math.max(stats.most, stats.underWay);
		if (stats.received > total / 2) stats.mostLater = Math.max(stats.mostLater, stats.underWay);
		const { ms, status, retryAfter, never } = behaviour({
			at: now(),
			underWay: stats.underWay,
			count: stats.received,
		});
		await sleep(never ? timeoutMs : ms);
		stats.underWay--;
		if (never) throw new NetworkFailure('timeout');
		if (status === 429) stats.refused++;
		return answer(status, retryAfter);
	};
	return { http, stats };
}

function answer(status = 200, retryAfter?: number): HttpResponse {
	const headers: Record<string, string> =
		retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
	return { status, headers, body: '' };
}

/** Chance that comes out the same each time. */
export function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		// Mulberry32.
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** So many workers, each of which takes so long; who finds none free waits. */
export function workers(count: number, msOf: () => number): Behaviour {
	const free = new Array<number>(count).fill(0);
	return ({ at }) => {
		const next = free.indexOf(Math.min(...free));
		free[next] = Math.max(at, free[next]!) + msOf();
		return { ms: free[next]! - at };
	};
}

/** So many requests a second, of which so many may come at once after a pause. */
export function tokenBucket(
	perSecond: number,
	burst: number,
	ms: number,
	retryAfter?: number,
): Behaviour {
	let tokens = burst;
	let filledAt = 0;
	return ({ at }) => {
		tokens = Math.min(burst, tokens + ((at - filledAt) * perSecond) / 1000);
		filledAt = at;
		if (tokens < 1) return { ms, status: 429, ...(retryAfter !== undefined && { retryAfter }) };
		tokens--;
		return { ms };
	};
}
