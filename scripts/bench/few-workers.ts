import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

import { mapConcurrently } from '../../vivi/client/map-concurrently';
import { createLimiter, type Limiter } from '../../vivi/http/limiter';
import type { Http, HttpRequest } from '../../vivi/http/port';
import { createSlots, roomFor, type Turns } from '../../vivi/http/slots';
import type { Figure } from './figure';
import { WorkerPool } from './worker-pool';

const COUNT = 1_000;
const WORKERS = 8;
const LATENCY_MS = 50;
const ROUNDS = 3;
const FIXED = [4, 8, 12, 16, 24, 32, 64];
const REQUEST: HttpRequest = { method: 'GET', url: 'https://api.vivi.bot/', timeoutMs: 60_000 };

const turns: Turns = { now: Date.now, sleep: async (ms) => await sleep(ms), nextTurn };

interface Run {
	/** Requests that were carried out in a second. */
	perSecond: number;
	/** The most under way in the second half. */
	mostLater: number;
}

/** A service with few workers: the limiter beside each fixed number. */
export async function fewWorkersFigures(): Promise<Figure[]> {
	const ours: Run[] = [];
	const byNumber = FIXED.map((number) => ({ number, runs: [] as Run[] }));
	for (let round = 0; round < ROUNDS; round++) {
		ours.push(await run(createLimiter(turns)));
		for (const { number, runs } of byNumber) runs.push(await run(fixed(number)));
	}
	const speeds = (runs: readonly Run[]) => runs.map(({ perSecond }) => perSecond);
	const mean = (runs: readonly Run[]) => speeds(runs).reduce((a, b) => a + b) / runs.length;
	const best = byNumber.reduce((a, b) => (mean(b.runs) > mean(a.runs) ? b : a));
	const service = `a service that carries out ${WORKERS} requests at once, ${LATENCY_MS} ms each`;
	return [
		{
			name: `Throughput of ${service}`,
			unit: 'requests/s',
			what: `${COUNT.toLocaleString('en')} requests through the limiter, which begins without knowing the service, beside the best of the fixed numbers ${FIXED.join(', ')}.`,
			ours: { who: 'VIVI limiter', values: speeds(ours) },
			peers: [
				{
					who: `the best fixed number, ${best.number}`,
					values: speeds(best.runs),
					target: { atLeast: 0.95 },
				},
			],
		},
		{
			name: `Requests under way in ${service}`,
			unit: 'requests',
			what: 'The most at once in the second half of the run, when the limiter has settled.',
			ours: { who: 'VIVI limiter', values: ours.map(({ mostLater }) => mostLater) },
			peers: [],
			target: { atMost: 3 * WORKERS },
		},
	];
}

function fixed(count: number): Limiter {
	return { slots: createSlots(roomFor(count), turns), watch: (http) => http, atOnce: () => count };
}

async function run({ slots, watch, atOnce }: Limiter): Promise<Run> {
	const service = new WorkerPool(WORKERS, LATENCY_MS);
	const http: Http = watch(async () => {
		await service.carryOut();
		return { status: 200, headers: {}, body: '' };
	});
	const start = performance.now();
	await mapConcurrently(
		Array.from({ length: COUNT }),
		() => atOnce() * 2,
		async () => await slots(async () => await http(REQUEST)),
	);
	const ms = performance.now() - start;
	return {
		perSecond: (COUNT / ms) * 1000,
		mostLater: Math.max(...service.load.slice(COUNT / 2)),
	};
}
