import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

import { catalogue } from '../../vivi/catalogue';
import { pollForChanges } from '../../vivi/changes/poll-for-changes';
import { PollCache } from '../../vivi/changes/poll-cache';
import { watchableEvents } from '../../vivi/changes/watchable';
import { createClient, type Client } from '../../vivi/client/client';
import { createLimiter } from '../../vivi/http/limiter';
import type { Http } from '../../vivi/http/port';
import { generateReport } from '../../vivi/report/report';
import { cpuMsOf } from './cpu-time';
import type { Figure } from './figure';
import { WorkerPool } from './worker-pool';

const SIZES = [300, 1_000];
const RECORDS = 10;
const LATENCY_MS = 50;
/** How many requests the service carries out at once; further ones wait. */
const WORKERS = 64;

interface Run {
	ms: number;
	cpuMs: number;
	requests: number;
}

/** The trigger and the report over accounts with hundreds of workspaces, on the core. */
export async function largeAccountFigures(): Promise<Figure[]> {
	const figures: Figure[] = [];
	for (const workspaces of SIZES) {
		const service = largeAccount(workspaces);
		const cache = new PollCache();
		let state: unknown;
		const client = clientOf(service.http);
		const poll = async () => {
			const { failure, ...outcome } = await pollForChanges({
				...{ client, state, cache, watcher: 'bench', now: Date.now, deadline: Infinity },
				watch: {
					// What records hold is measured by nobody yet.
					events: watchableEvents.flatMap(({ name, resource }) => (resource.holder ? [] : name)),
					...{ workspaces: 'all', maxEvents: 100 },
				},
			});
			if (failure !== undefined || outcome.events.length > 0) throw new Error('The poll failed.');
			state = outcome.state;
		};
		await poll();
		const works = {
			[`A poll of the trigger over ${workspaces} workspaces`]: poll,
			[`A report over ${workspaces} workspaces`]: async () =>
				void (await generateReport(clientOf(service.http), {})),
		};
		for (const [name, work] of Object.entries(works)) {
			figures.push(...figuresOf(name, await service.measure(work)));
		}
	}
	return figures;
}

function figuresOf(name: string, { ms, cpuMs, requests }: Run): Figure[] {
	return [
		{
			name,
			unit: 'ms',
			what: `Every list is read, ${RECORDS} records in each, from a service that carries out ${WORKERS} requests at once, ${LATENCY_MS} ms each; the limiter begins without knowing it.`,
			ours: { who: 'VIVI core', values: [ms] },
			peers: [
				{
					who: 'the service alone',
					values: [Math.ceil(requests / WORKERS) * LATENCY_MS],
					target: { atMost: 1.3 },
				},
			],
			notes: [
				`${requests} requests`,
				`processor time: ${cpuMs.toFixed(0)} ms, the service included`,
			],
		},
	];
}

function clientOf(http: Http): Client {
	const tools = { now: Date.now, sleep: async (ms: number) => await sleep(ms) };
	return createClient({
		...{ http, ...tools, random: Math.random },
		limiter: createLimiter({ ...tools, nextTurn }),
		...{ baseUrl: 'https://api.vivi.bot', accountId: 'acc_1', keyType: 'account' },
		policy: { maxTries: 1, maxTotalMs: 0, baseDelayMs: 0, maxDelayMs: 0 },
		timeoutMs: 60_000,
	});
}

function largeAccount(workspaces: number) {
	let pool = new WorkerPool(WORKERS, LATENCY_MS);
	const http: Http = async ({ url }) => {
		await pool.carryOut();
		return { status: 200, headers: { 'content-type': 'application/json' }, body: pageOf(url) };
	};
	const pageOf = (url: string) => {
		const { pathname, searchParams } = new URL(url);
		const isAccount = pathname.endsWith('/workspaces');
		const count = isAccount ? workspaces : RECORDS;
		const from = Number(searchParams.get('cursor') ?? 0);
		const to = Math.min(count, from + Number(searchParams.get('limit') ?? 100));
		const data = Array.from({ length: to - from }, (_, row) => ({
			...catalogue.agent.sample,
			id: `${pathname}/${from + row}`.replaceAll('/', '_'),
		}));
		return JSON.stringify({ data, nextCursor: to < count ? String(to) : null });
	};
	const measure = async (work: () => Promise<void>): Promise<Run> => {
		pool = new WorkerPool(WORKERS, LATENCY_MS);
		const start = performance.now();
		const cpuMs = await cpuMsOf(work);
		return { ms: performance.now() - start, cpuMs, requests: pool.requests };
	};
	return { http, measure };
}
