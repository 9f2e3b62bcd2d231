import type { Sandbox } from '../../sandbox/server';
import { chain, itemsOf, manualStart, type Step } from '../../test/e2e/n8n/support/chain';
import { credentialData } from '../../test/e2e/n8n/support/credential-data';
import type { TestN8n } from '../../test/e2e/n8n/support/test-n8n';
import type { Figure } from './figure';
import { withRealN8n } from './real-n8n';

const COUNT = 500;
const LATENCY_MS = 50;
const RATE = 100;
const AT_ONCE = 20;
const ROUNDS = 7;

interface Run {
	ms: number;
	/** What the whole execution took of n8n's process. */
	cpuMs: number;
	/** Records that arrived. */
	got: number;
	maxInFlight: number;
}

/**
 * 500 records by their IDs in a real n8n: our node with 20 items at once, n8n's HTTP Request node with the
 * same credential, our node one by one; and the same under a rate limit.
 */
export async function getsFigures(): Promise<Figure[]> {
	return await withRealN8n(figures, { N8N_METRICS: 'true' });
}

/** What n8n's process has used of the processor so far, as it says itself. */
async function cpuMs({ url }: TestN8n): Promise<number> {
	const metrics = await (await fetch(`${url}/metrics`)).text();
	const [, seconds] = /^n8n_process_cpu_seconds_total (\S+)/m.exec(metrics) ?? [];
	if (seconds === undefined) throw new Error('n8n does not say how much processor time it used.');
	return Number(seconds) * 1000;
}

async function figures(n8n: TestN8n, sandbox: Sandbox): Promise<Figure[]> {
	const ids = sandbox.data.insertMany('agent', COUNT).map(({ id }) => String(id));
	const name = 'VIVI bench';
	const data = credentialData(sandbox, sandbox.keys.account);
	const credential = await n8n.rest.saveCredential(name, 'viviApi', data);
	const credentials = { viviApi: { id: credential.id, name } };
	const agents = `accounts/${sandbox.accountId}/workspaces/${sandbox.defaultWorkspaceId}/agents`;

	const vivi = (concurrency: number) => ({
		name: 'Get',
		type: 'n8n-nodes-vivi.vivi',
		typeVersion: 1,
		parameters: {
			...{ resource: 'agent', operation: 'get', simplify: false, options: { concurrency } },
			workspaceId: { __rl: true, mode: 'id', value: sandbox.defaultWorkspaceId },
			agentId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
		},
	});
	const httpRequest = {
		name: 'Get',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			url: `=${sandbox.url}/${agents}/{{ $json.id }}`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'viviApi',
			options: {},
		},
	};
	const items = itemsOf(ids.map((id) => ({ id })));
	const run = async (node: Step, onError?: string): Promise<Run> => {
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
		};
	};

	sandbox.setLatency({ latencyMs: LATENCY_MS });
	const nodes = { ours: vivi(AT_ONCE), http: httpRequest, single: vivi(1) };
	const runs: Record<keyof typeof nodes, Run[]> = { ours: [], http: [], single: [] };
	// The first of each compiles and connects.
	await run(nodes.ours);
	await run(nodes.http);
	for (let round = 0; round < ROUNDS; round++) {
		// Each goes first as often as second.
		const order = round % 2 === 0 ? (['ours', 'http'] as const) : (['http', 'ours'] as const);
		for (const who of order) runs[who].push(await run(nodes[who]));
	}
	runs.single.push(await run(nodes.single));
	const lost = Object.values(runs).flatMap((all) => all.map(({ got }) => COUNT - got));
	if (lost.some((count) => count !== 0)) throw new Error(`Records were lost: ${lost.join(', ')}`);
	const inFlight = (all: Run[]) => Math.max(...all.map(({ maxInFlight }) => maxInFlight));
	if (inFlight(runs.ours) > AT_ONCE) {
		throw new Error(`${inFlight(runs.ours)} requests of ours were under way at once.`);
	}

	sandbox.setFaults([{ target: 'api', rateLimitPerSecond: RATE }]);
	const limited = {
		ours: await run(nodes.ours, 'continueRegularOutput'),
		http: await run(nodes.http, 'continueRegularOutput'),
	};
	sandbox.setFaults([]);
	sandbox.setLatency({ latencyMs: 0 });
	sandbox.data.clear('agent', {}, ids);

	const ms = (all: Run[]) => all.map((one) => one.ms);
	const cpu = (all: Run[]) => all.map((one) => one.cpuMs);
	const who = `VIVI node, ${AT_ONCE} items at once`;
	return [
		{
			name: `${COUNT} Gets at ${LATENCY_MS} ms in n8n`,
			unit: 'ms',
			ours: { who, values: ms(runs.ours) },
			peers: [
				{ who: 'HTTP Request node', values: ms(runs.http), target: { atMost: 0.75 } },
				{ who: 'VIVI node, one by one', values: ms(runs.single), target: { atMost: 0.08 } },
			],
			notes: [
				`requests under way at once, at most: VIVI node ${inFlight(runs.ours)}, HTTP Request node ${inFlight(runs.http)}`,
				`the floor for ${AT_ONCE} at once is ${(COUNT / AT_ONCE) * LATENCY_MS} ms; the HTTP Request node has no limit, and is as fast as the processor lets it be`,
			],
		},
		{
			name: `Processor time of n8n for ${COUNT} Gets`,
			unit: 'ms',
			ours: { who, values: cpu(runs.ours) },
			peers: [{ who: 'HTTP Request node', values: cpu(runs.http) }],
		},
		{
			name: `Items lost of ${COUNT} Gets under a limit of ${RATE} requests a second`,
			unit: 'items',
			ours: { who, values: [COUNT - limited.ours.got] },
			peers: [{ who: 'HTTP Request node', values: [COUNT - limited.http.got] }],
			target: { atMost: 0 },
			notes: [`time: VIVI node ${limited.ours.ms} ms, HTTP Request node ${limited.http.ms} ms`],
		},
	];
}
