import type { Sandbox } from '../../sandbox/server';
import { credentialData } from '../../test/e2e/n8n/support/credential-data';
import type { TestN8n } from '../../test/e2e/n8n/support/test-n8n';
import type { Figure } from './figure';

const COUNT = 500;
const LATENCY_MS = 50;
const RATE = 100;
const ROUNDS = 5;

interface Run {
	ms: number;
	/** Records that arrived. */
	got: number;
	maxInFlight: number;
}

/**
 * 500 records by their IDs in a real n8n, each answer 50 ms away: our node (20 items at once), n8n's
 * HTTP Request node with the same credential, our node one by one; and the same under a rate limit.
 */
export async function getFigures(n8n: TestN8n, sandbox: Sandbox): Promise<Figure[]> {
	const ids = sandbox.data.insertMany('agent', COUNT).map(({ id }) => String(id));
	const name = 'VIVI bench';
	const data = credentialData(sandbox, sandbox.keys.account);
	const credential = await n8n.rest.saveCredential(name, 'viviApi', data);
	const credentials = { viviApi: { id: credential.id, name } };
	const agents = `accounts/${sandbox.accountId}/workspaces/${sandbox.defaultWorkspaceId}/agents`;

	const vivi = (concurrency: number) => ({
		type: 'n8n-nodes-vivi.vivi',
		typeVersion: 1,
		parameters: {
			...{ resource: 'agent', operation: 'get', simplify: false, options: { concurrency } },
			workspaceId: { __rl: true, mode: 'id', value: sandbox.defaultWorkspaceId },
			agentId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
		},
	});
	const httpRequest = {
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			url: `=${sandbox.url}/${agents}/{{ $json.id }}`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'viviApi',
			options: {},
		},
	};
	const run = async (node: object, onError?: string): Promise<Run> => {
		sandbox.resetStats();
		const workflow = await n8n.rest.saveWorkflow(
			workflowOf({ ...node, credentials, ...(onError && { onError }) }, ids),
		);
		const { resultData } = await n8n.rest.run(workflow, 'Start');
		const [ran] = resultData.runData['Get'] ?? [];
		const items = ran?.data?.main[0] ?? [];
		return {
			ms: ran?.executionTime ?? 0,
			got: items.filter(({ json }) => typeof (json as { id?: unknown }).id === 'string').length,
			maxInFlight: sandbox.stats().maxInFlight,
		};
	};

	sandbox.setLatency({ latencyMs: LATENCY_MS });
	const nodes = { ours: vivi(20), http: httpRequest, single: vivi(1) };
	const runs: Record<keyof typeof nodes, Run[]> = { ours: [], http: [], single: [] };
	// The first of each compiles and connects.
	await run(nodes.ours);
	await run(nodes.http);
	for (let round = 0; round < ROUNDS; round++) {
		runs.ours.push(await run(nodes.ours));
		runs.http.push(await run(nodes.http));
	}
	runs.single.push(await run(nodes.single));
	const lost = Object.values(runs).flatMap((all) => all.map(({ got }) => COUNT - got));
	if (lost.some((count) => count !== 0)) throw new Error(`Records were lost: ${lost.join(', ')}`);

	sandbox.setFaults([{ target: 'api', rateLimitPerSecond: RATE }]);
	const limited = {
		ours: await run(nodes.ours, 'continueRegularOutput'),
		http: await run(nodes.http, 'continueRegularOutput'),
	};
	sandbox.setFaults([]);
	sandbox.setLatency({ latencyMs: 0 });
	sandbox.data.clear('agent', {}, ids);

	const ms = (all: Run[]) => all.map((one) => one.ms);
	return [
		{
			name: `${COUNT} Gets at ${LATENCY_MS} ms in n8n`,
			unit: 'ms',
			ours: { who: 'VIVI node, 20 items at once', values: ms(runs.ours) },
			peers: [
				{ who: 'HTTP Request node', values: ms(runs.http) },
				{ who: 'one by one', values: ms(runs.single) },
			],
			target: { atMost: 0.75 },
			notes: [
				`in flight at most: VIVI node ${Math.max(...runs.ours.map((one) => one.maxInFlight))}, HTTP Request node ${Math.max(...runs.http.map((one) => one.maxInFlight))}`,
			],
		},
		{
			name: `${COUNT} Gets under a limit of ${RATE} requests a second: items lost`,
			unit: 'items',
			ours: { who: 'VIVI node, 20 items at once', values: [COUNT - limited.ours.got] },
			peers: [{ who: 'HTTP Request node', values: [COUNT - limited.http.got] }],
			target: { atMost: 0 },
			notes: [`time: VIVI node ${limited.ours.ms} ms, HTTP Request node ${limited.http.ms} ms`],
		},
	];
}

/** Manual trigger → the IDs as items → the node under test. */
function workflowOf(node: object, ids: string[]) {
	const steps = [
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
		{
			name: 'IDs',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: {
				mode: 'raw',
				jsonOutput: JSON.stringify({ records: ids.map((id) => ({ id })) }),
			},
		},
		{
			name: 'Split',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			parameters: { fieldToSplitOut: 'records' },
		},
		{ ...node, name: 'Get' },
	];
	const nodes = steps.map((step, at) => ({ id: String(at), position: [at * 200, 0], ...step }));
	const names = steps.map(({ name }) => name);
	return {
		name: 'bench',
		nodes,
		connections: Object.fromEntries(
			names
				.slice(0, -1)
				.map((from, at) => [from, { main: [[{ node: names[at + 1]!, type: 'main', index: 0 }]] }]),
		),
	};
}
