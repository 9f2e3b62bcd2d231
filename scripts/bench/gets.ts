import type { IssuedKey } from '../../sandbox/keys';
import type { Sandbox } from '../../sandbox/server';
import { chain, itemsOf, manualStart, type Step } from '../../test/e2e/n8n/support/chain';
import { credentialData } from '../../test/e2e/n8n/support/credential-data';
import type { TestN8n } from '../../test/e2e/n8n/support/test-n8n';
import type { Figure } from './figure';
import { withRealN8n } from './real-n8n';

const COUNT = 500;
const LATENCIES_MS = [50, 300];
const RATE = 100;
const ROUNDS = 5;

/** How many requests the limit allows at once at the beginning; see sandbox/faults.ts. */
const BURST = RATE;

interface Run {
	ms: number;
	/** The processor time of n8n's process for the whole execution. */
	cpuMs: number;
	/** Records that arrived. */
	got: number;
	maxInFlight: number;
	/** Answers of 429. */
	refused: number;
}

/**
 * 500 records by their IDs in a real n8n: our node with its default settings, and n8n's HTTP Request
 * node with the same credential; and both under a rate limit.
 */
export async function getsFigures(): Promise<Figure[]> {
	return await withRealN8n(figures, { N8N_METRICS: 'true' });
}

/** The processor time of n8n's process so far, according to n8n. */
async function cpuMs({ url }: TestN8n): Promise<number> {
	const metrics = await (await fetch(`${url}/metrics`)).text();
	const [, seconds] = /^n8n_process_cpu_seconds_total (\S+)/m.exec(metrics) ?? [];
	if (seconds === undefined) throw new Error('n8n does not say how much processor time it used.');
	return Number(seconds) * 1000;
}

async function figures(n8n: TestN8n, sandbox: Sandbox): Promise<Figure[]> {
	const ids = sandbox.data.insertMany('agent', COUNT).map(({ id }) => String(id));
	const run = await runner(n8n, sandbox, ids, sandbox.keys.account);
	const nodes = { ours: viviNode(sandbox), http: httpRequestNode(sandbox) };
	const figures: Figure[] = [];
	// The first run of each compiles and connects.
	await run(nodes.ours);
	await run(nodes.http);
	for (const latencyMs of LATENCIES_MS) {
		sandbox.setLatency({ latencyMs });
		const runs: Pair = { ours: [], http: [] };
		for (let round = 0; round < ROUNDS; round++) {
			// Each goes first as often as second.
			const order = round % 2 === 0 ? (['ours', 'http'] as const) : (['http', 'ours'] as const);
			for (const who of order) runs[who].push(await run(nodes[who]));
		}
		const lost = [...runs.ours, ...runs.http].map(({ got }) => COUNT - got);
		if (lost.some((count) => count !== 0)) throw new Error(`Records were lost: ${lost.join()}`);
		figures.push(...unlimitedFigures(latencyMs, runs));
	}
	sandbox.setLatency({ latencyMs: LATENCIES_MS[0]! });
	// Another key has a limiter of its own, without any knowledge from the runs before.
	const runFresh = await runner(n8n, sandbox, ids, sandbox.keys.workspace);
	const underLimit = async (runNode: typeof run, node: Step) => {
		sandbox.setFaults([{ target: 'api', rateLimitPerSecond: RATE }]);
		return await runNode(node, 'continueRegularOutput');
	};
	const limited = {
		fresh: await underLimit(runFresh, nodes.ours),
		warm: await underLimit(run, nodes.ours),
		http: await underLimit(run, nodes.http),
	};
	sandbox.setFaults([]);
	sandbox.setLatency({ latencyMs: 0 });
	sandbox.data.clear('agent', {}, ids);
	return [...figures, ...limitedFigures(limited)];
}

function viviNode({ defaultWorkspaceId }: Sandbox): Step {
	return {
		name: 'Get',
		type: 'n8n-nodes-vivi.vivi',
		typeVersion: 1,
		parameters: {
			...{ resource: 'agent', operation: 'get', simplify: false },
			workspaceId: { __rl: true, mode: 'id', value: defaultWorkspaceId },
			agentId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
		},
	};
}

function httpRequestNode({ url, accountId, defaultWorkspaceId }: Sandbox): Step {
	const agents = `accounts/${accountId}/workspaces/${defaultWorkspaceId}/agents`;
	return {
		name: 'Get',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			url: `=${url}/${agents}/{{ $json.id }}`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'viviApi',
			options: {},
		},
	};
}

/** Gives a function that runs a node for all of these IDs, and measures it. */
async function runner(n8n: TestN8n, sandbox: Sandbox, ids: readonly string[], key: IssuedKey) {
	const name = 'VIVI bench';
	const data = credentialData(sandbox, key);
	const credential = await n8n.rest.saveCredential(name, 'viviApi', data);
	const credentials = { viviApi: { id: credential.id, name } };
	const items = itemsOf(ids.map((id) => ({ id })));
	return async (node: Step, onError?: string): Promise<Run> => {
		sandbox.resetStats();
		const step = { ...node, credentials, ...(onError && { onError }) };
		const workflow = await n8n.rest.saveWorkflow(chain(name, [manualStart, ...items, step]));
		const before = await cpuMs(n8n);
		const { resultData } = await n8n.rest.run(workflow, 'Start');
		const used = (await cpuMs(n8n)) - before;
		const [ran] = resultData.runData['Get'] ?? [];
		const output = ran?.data?.main[0] ?? [];
		return {
			ms: ran?.executionTime ?? 0,
			cpuMs: used,
			got: output.filter(({ json }) => typeof (json as { id?: unknown }).id === 'string').length,
			maxInFlight: sandbox.stats().maxInFlight,
			refused: Object.values(sandbox.stats().calls).reduce((all, by) => all + (by[429] ?? 0), 0),
		};
	};
}

type Pair = Record<'ours' | 'http', Run[]>;

const OURS = 'VIVI node, as it comes';
const HTTP = 'HTTP Request node';

function unlimitedFigures(latencyMs: number, runs: Pair): Figure[] {
	const of = (who: keyof Pair, key: keyof Run) => runs[who].map((one) => one[key]);
	const most = (who: keyof Pair) => Math.max(...of(who, 'maxInFlight'));
	return [
		{
			name: `${COUNT} Gets at ${latencyMs} ms in n8n`,
			unit: 'ms',
			what: `How long the node's run takes when each answer takes the service ${latencyMs} ms.`,
			ours: { who: OURS, values: of('ours', 'ms') },
			peers: [
				{
					who: HTTP,
					values: of('http', 'ms'),
					target: { atMost: latencyMs === LATENCIES_MS[0] ? 0.6 : 1 },
				},
			],
			notes: [
				`requests under way at once, at most: VIVI node ${most('ours')}, HTTP Request node ${most('http')}; both find their own number`,
			],
		},
		{
			name: `Processor time of n8n for ${COUNT} Gets at ${latencyMs} ms`,
			unit: 'ms',
			what: "What the whole execution takes of n8n's process.",
			ours: { who: OURS, values: of('ours', 'cpuMs') },
			peers: [{ who: HTTP, values: of('http', 'cpuMs'), target: { atMost: 0.5 } }],
			whenMissed:
				"missed because of what both nodes make n8n do: by a profile of n8n a third of the time goes into expressions and a quarter into axios and sockets, of which slow answers need more; the VIVI node's own code takes a tenth",
		},
	];
}

function limitedFigures({ fresh, warm, http }: Record<'fresh' | 'warm' | 'http', Run>): Figure[] {
	const allowed = ((COUNT - BURST) / RATE) * 1000;
	const limit = `${RATE} requests a second`;
	const later = 'VIVI node with the key of the runs above, which knew no limit';
	const found = 'the first refusal tells of the limit, and refuses all requests under way with it';
	return [
		{
			name: `Items lost of ${COUNT} Gets under a limit of ${limit}`,
			unit: 'items',
			what: `What did not arrive because the service answered 429, with Retry-After, beyond ${limit}.`,
			ours: { who: OURS, values: [COUNT - fresh.got] },
			peers: [{ who: HTTP, values: [COUNT - http.got] }],
			target: { atMost: 0 },
			notes: [`${later}: ${COUNT - warm.got}`],
		},
		{
			name: `Time for ${COUNT} Gets under a limit of ${limit}`,
			unit: 'ms',
			what: `Beside what the limit allows: ${BURST} at once at the beginning, then ${limit}.`,
			ours: { who: OURS, values: [fresh.ms] },
			peers: [{ who: 'what the limit allows', values: [allowed], target: { atMost: 1.15 } }],
			notes: [`${later}: ${warm.ms} ms`, `HTTP Request node: ${http.ms} ms, without those it lost`],
			whenMissed: `missed because ${found}; everybody then waits as long as the service asks, and after a second refusal once more`,
		},
		{
			name: `Refused requests of ${COUNT} Gets under a limit of ${limit}`,
			unit: 'requests',
			what: 'How often the service had to answer 429; each was repeated.',
			ours: { who: OURS, values: [fresh.refused] },
			peers: [{ who: HTTP, values: [http.refused] }],
			target: { atMost: 0.05 * COUNT },
			notes: [`${later}: ${warm.refused}`],
			whenMissed: `missed because ${found}: by a log of the limiter, 35 to 45 requests start in the 60 ms between the first request beyond the limit and its answer`,
		},
	];
}
