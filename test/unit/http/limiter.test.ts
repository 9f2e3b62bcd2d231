import fc from 'fast-check';

import { mapConcurrently } from '../../../vivi/client/map-concurrently';
import { LARGEST_NUMBER } from '../../../vivi/http/concurrency-limit';
import { createLimiter, type Limiter } from '../../../vivi/http/limiter';
import type { Http } from '../../../vivi/http/port';
import type { RetryPolicy } from '../../../vivi/http/retry';
import { send } from '../../../vivi/http/send';
import type { SharedPause } from '../../../vivi/http/shared-pause';
import { createSlots, roomFor } from '../../../vivi/http/slots';
import {
	seeded,
	simulatedService,
	tokenBucket,
	workers,
	type Behaviour,
	type ServiceStats,
} from './simulated-service';
import { VirtualTime } from './virtual-time';

/** As in n8n; only the waits between the tries are ours. */
const POLICY: RetryPolicy = {
	...{ maxTries: 8, maxTotalMs: 300_000, baseDelayMs: 500, maxDelayMs: 20_000 },
};

interface Ran extends ServiceStats {
	/** Until the last answer, in milliseconds. */
	ms: number;
	/** Requests a second that were carried out. */
	throughput: number;
	answered: number;
	/** The same in the second half of the time in which all processes were at work. */
	later: number;
	limiter: Limiter;
}

interface Load {
	count?: number;
	/** How many requests the caller would send at once without a limit. */
	atOnce?: number;
	random?: () => number;
}

const fixed = (count: number) => (time: VirtualTime) => ({
	slots: createSlots(roomFor(count), { ...time, nextTurn: () => time.sleep(1) }),
	watch: (http: Http) => http,
	atOnce: () => count,
});
const everyMs = (turnMs: number) => (time: VirtualTime) =>
	createLimiter({ ...time, nextTurn: () => time.sleep(turnMs) });
const adaptive = everyMs(1);

/** Requests, all wanted at once, through the limiters of one or more processes. */
async function run(
	behaviour: Behaviour,
	limiterOf: (time: VirtualTime) => Limiter = adaptive,
	{ count = 600, atOnce = Infinity, random = seeded(1) }: Load = {},
	processes = 1,
): Promise<Ran> {
	const time = new VirtualTime();
	const { http, stats } = simulatedService(time, behaviour, count);
	const ends: number[] = [];
	const lastOf: number[] = [];
	const limiters = Array.from({ length: processes }, () => limiterOf(time));
	const all = limiters.map(async (limiter, process) => {
		const pause: SharedPause = { until: 0 };
		const options = { ...time, random, policy: POLICY, pause, slots: limiter.slots };
		const request = { method: 'GET', url: 'https://vivi.test/', timeoutMs: 60_000 } as const;
		const items = Array.from({ length: count / processes });
		const most = () => Math.min(atOnce, limiter.atOnce() * 2);
		await mapConcurrently(items, most, async () => {
			const { response } = await send(request, { ...options, http: limiter.watch(http) });
			if (response.status === 200) ends.push((lastOf[process] = time.now()));
		});
	});
	await time.until(Promise.all(all));
	const ms = Math.max(1, ...ends);
	const allBusy = Math.min(...lastOf);
	const later = ends.filter((end) => end > allBusy / 2 && end <= allBusy).length;
	return {
		...stats,
		...{ ms, throughput: (ends.length / ms) * 1000, answered: ends.length },
		...{ later: (later / (allBusy / 2)) * 1000, limiter: limiters[0]! },
	};
}

const FIXED = [1, 2, 4, 8, 16, 32, 64, 128, LARGEST_NUMBER];

/** The best that a fixed number brings. */
async function bestFixed(behaviour: () => Behaviour, load?: Load): Promise<number> {
	const found: number[] = [];
	for (const count of FIXED) found.push((await run(behaviour(), fixed(count), load)).throughput);
	return Math.max(...found);
}

const few = { numRuns: 8 };

describe('a service with so many workers', () => {
	it('is kept busy, with at most three times as many requests under way once it is settled', () =>
		fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 8, max: 40 }),
				fc.integer({ min: 20, max: 300 }),
				async (count, ms) => {
					const ran = await run(
						workers(count, () => ms),
						adaptive,
						{ count: 60 * count },
					);
					const best = await bestFixed(() => workers(count, () => ms), { count: 60 * count });
					expect(ran.answered).toBe(60 * count);
					// A request starts each millisecond at most, so that quick workers are never all at work.
					expect(ran.throughput).toBeGreaterThanOrEqual(0.9 * best);
					expect(ran.mostLater).toBeLessThanOrEqual(3 * count);
				},
			),
			few,
		));

	it('of eight is as busy as with the best fixed number', async () => {
		const behaviour = () => workers(8, () => 50);
		const ran = await run(behaviour());
		expect(ran.throughput).toBeGreaterThanOrEqual(0.95 * (await bestFixed(behaviour)));
		expect(ran.mostLater).toBeLessThanOrEqual(20);
	});

	it('of few is kept busy, without a crowd', () =>
		fc.assert(
			fc.asyncProperty(fc.integer({ min: 1, max: 7 }), async (count) => {
				const ran = await run(
					workers(count, () => 50),
					adaptive,
					{ count: 300 },
				);
				expect(ran.throughput).toBeGreaterThanOrEqual(0.95 * count * 20);
				expect(ran.mostLater).toBeLessThanOrEqual(30);
			}),
			few,
		));

	it('whose answers take more or less long is kept busy', () =>
		fc.assert(
			fc.asyncProperty(fc.nat(), async (seed) => {
				const behaviour = () => {
					const random = seeded(seed);
					return workers(8, () => -Math.log(1 - random()) * 50);
				};
				const ran = await run(behaviour());
				expect(ran.throughput).toBeGreaterThanOrEqual(0.8 * (await bestFixed(behaviour)));
			}),
			few,
		));
});

describe('a service without a limit', () => {
	it.each([
		[50, 0.8],
		[300, 0.55],
	])('that takes %i ms is soon used as well as may be', async (ms, part) => {
		const behaviour = () => () => ({ ms });
		const ran = await run(behaviour());
		expect(ran.throughput).toBeGreaterThanOrEqual(part * (await bestFixed(behaviour)));
		expect(ran.most).toBeLessThanOrEqual(LARGEST_NUMBER);
	});

	it('with quick and slow answers is not taken for one that slows down', () =>
		fc.assert(
			fc.asyncProperty(fc.nat(), async (seed) => {
				const behaviour = (): Behaviour => {
					const random = seeded(seed);
					return () => ({ ms: random() < 0.5 ? 5 : 300 });
				};
				const ran = await run(behaviour(), adaptive, { count: 1500 });
				const best = await bestFixed(behaviour, { count: 1500 });
				// The ten answers at the beginning may all be quick ones; the worst of a thousand draws is 0.27.
				expect(ran.throughput).toBeGreaterThanOrEqual(0.2 * best);
			}),
			few,
		));

	it('that answers within a millisecond loses nothing by it', async () => {
		const behaviour = () => () => ({ ms: 1 });
		const ran = await run(behaviour());
		expect(ran.throughput).toBeGreaterThanOrEqual(0.95 * (await bestFixed(behaviour)));
	});

	it('is asked one after the other without a wait', async () => {
		const ran = await run(() => ({ ms: 7 }), adaptive, { count: 100, atOnce: 1 });
		expect(ran.ms).toBe(700);
		expect(ran.limiter.atOnce()).toBe(10);
	});
});

it('a service that slows down under load is not pushed far beyond that', async () => {
	const ran = await run(({ underWay }) => ({ ms: 50 + 2 * underWay }));
	// At 25 an answer takes twice as long as alone.
	expect(ran.mostLater).toBeLessThanOrEqual(60);
	expect(ran.throughput).toBeGreaterThanOrEqual(200);
});

it('a service that suddenly takes much longer, and recovers, is used before, during and after', async () => {
	const slow = (at: number) => at > 1_000 && at < 6_000;
	const ran = await run(({ at }) => ({ ms: slow(at) ? 400 : 50 }), adaptive, { count: 4_000 });
	expect(ran.answered).toBe(4_000);
	// The time that 200 at once would take, and three seconds for finding out twice.
	expect(ran.ms).toBeLessThanOrEqual(6_000 + 1_500 + 3_000);
	expect(ran.limiter.atOnce()).toBeGreaterThanOrEqual(40);
});

describe('a service that limits requests a second', () => {
	const limits: Array<[string, Parameters<typeof tokenBucket>, number, number]> = [
		// Within so many times of what the limit allows, and so many of a hundred refused.
		['a burst of a fifth', [100, 20, 50], 1.25, 0.06],
		['a burst of a fifth, and asks for a second', [100, 20, 50, 1], 1.45, 0.06],
		['a burst of a second, and asks for a second', [100, 100, 50, 1], 1.15, 0.1],
		['slow answers', [100, 100, 300, 1], 1.35, 0.35],
	];
	it.each(limits)('with %s loses nothing', async (_name, limit, times, refused) => {
		const [perSecond, burst] = limit;
		const ran = await run(tokenBucket(...limit), adaptive, { count: 500 });
		expect(ran.answered).toBe(500);
		const allowed = ((500 - burst) / perSecond) * 1000;
		expect(ran.ms).toBeLessThanOrEqual(times * allowed);
		expect(ran.refused).toBeLessThanOrEqual(refused * 500);
	});

	it('is asked by an n8n, which takes two milliseconds an item, with hardly a refusal', async () => {
		const ran = await run(tokenBucket(100, 100, 50, 1), everyMs(2), { count: 500 });
		expect(ran.answered).toBe(500);
		expect(ran.ms).toBeLessThanOrEqual(1.15 * 4_000);
		expect(ran.refused).toBeLessThanOrEqual(0.05 * 500);
	});

	it('is soon asked at about that rate, and hardly refuses any more', () =>
		fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 20, max: 200 }),
				fc.double({ min: 0.2, max: 1, noNaN: true }),
				fc.constantFrom(undefined, 1),
				async (perSecond, burst, retryAfter) => {
					const limit = tokenBucket(perSecond, perSecond * burst, 50, retryAfter);
					const ran = await run(limit, adaptive, { count: perSecond * 60 });
					expect(ran.answered).toBe(perSecond * 60);
					expect(ran.later).toBeGreaterThanOrEqual(0.75 * perSecond);
					expect(ran.refused).toBeLessThanOrEqual(0.04 * ran.received);
					expect(ran.ms).toBeLessThanOrEqual(1.35 * (60 - burst) * 1000);
				},
			),
			few,
		));

	it('gets no request while the wait lasts that it asked for', async () => {
		const arrivals: number[] = [];
		const ran = await run(({ at, count }) => {
			arrivals.push(at);
			return count === 30 ? { ms: 5, status: 429, retryAfter: 7 } : { ms: 50 };
		});
		const refusedAt = arrivals[29]! + 5;
		expect(arrivals.filter((at) => at > refusedAt && at < refusedAt + 7_000)).toEqual([]);
		expect(ran.answered).toBe(600);
	});
});

it('a service that refuses everything for an hour holds nobody back for long', async () => {
	const time = new VirtualTime();
	const limiter = adaptive(time);
	const wait = { 'retry-after': '30' };
	const http = limiter.watch(() => Promise.resolve({ status: 429, headers: wait, body: '' }));
	const request = { method: 'GET', url: 'https://vivi.test/', timeoutMs: 1000 } as const;
	let longest = 0;
	const looks = async () => {
		while (time.now() < 3_600_000) {
			const from = time.now();
			await Promise.all([1, 2].map(() => limiter.slots(() => http(request))));
			longest = Math.max(longest, time.now() - from);
			await time.sleep(30_000);
		}
	};
	await time.until(looks());
	expect(longest).toBeLessThanOrEqual(5100);
});

it('one failure in a hundred slows nothing down', () =>
	fc.assert(
		fc.asyncProperty(fc.nat(), async (seed) => {
			const random = seeded(seed);
			const ran = await run(() => ({ ms: 50, ...(random() < 0.01 && { status: 503 }) }));
			expect(ran.answered).toBe(600);
			expect(ran.limiter.atOnce()).toBeGreaterThanOrEqual(40);
		}),
		few,
	));

it('a service that is away gets few requests, and is used again once it is back', async () => {
	const away = (at: number) => at > 500 && at < 20_000;
	const underWay: number[] = [];
	const ran = await run(
		(arrival) => {
			if (arrival.at > 5_000 && arrival.at < 20_000) underWay.push(arrival.underWay);
			return away(arrival.at) ? { ms: 20, status: 503 } : { ms: 50 };
		},
		adaptive,
		{ count: 2_000 },
	);
	expect(ran.answered).toBe(2_000);
	expect(Math.max(...underWay)).toBeLessThanOrEqual(10);
	expect(ran.limiter.atOnce()).toBeGreaterThanOrEqual(20);
});

it('answers that never come keep no other from coming', async () => {
	const ran = await run(({ count }) => ({ ms: 50, never: count % 50 === 0 }));
	expect(ran.answered).toBe(600);
	expect(ran.underWay).toBe(0);
});

it('two processes share a service, and neither starves', async () => {
	const behaviour = workers(8, () => 50);
	const ran = await run(behaviour, adaptive, { count: 1_200 }, 2);
	expect(ran.answered).toBe(1_200);
	expect(ran.throughput).toBeGreaterThanOrEqual(0.95 * 160);
	// Each takes the other's requests for the service's own slowness, and settles at its own share.
	expect(ran.mostLater).toBeLessThanOrEqual(48);
});

it('two processes under one limit of requests a second lose nothing', async () => {
	const ran = await run(tokenBucket(100, 20, 50), adaptive, { count: 2_000 }, 2);
	expect(ran.answered).toBe(2_000);
	expect(ran.later).toBeGreaterThanOrEqual(75);
	expect(ran.refused).toBeLessThanOrEqual(0.1 * ran.received);
});
