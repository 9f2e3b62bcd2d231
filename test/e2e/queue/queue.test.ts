import { startQueueServices, type QueueServices } from '../../../scripts/n8n/queue-services';
import type { RunningN8n } from '../../../scripts/n8n/process';
import { startTemporaryN8n, type TemporaryN8n } from '../../../scripts/n8n/temporary';
import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { until } from '../../support/until';
import { chain, end, webhookStart, type Step } from '../n8n/support/chain';
import { credentialData } from '../n8n/support/credential-data';
import { firstAnswer } from '../n8n/support/first-answer';
import { nextLook, POLL_TIMES } from '../n8n/support/watching-workflow';
import { startWorker } from './support/workers';

jest.setTimeout(300_000);

let services: QueueServices;
let sandbox: Sandbox;
let n8n: TemporaryN8n;
let env: Record<string, string>;
const workers: RunningN8n[] = [];

beforeAll(async () => {
	services = await startQueueServices();
	env = {
		...services.env,
		// In minutes; the default is three hours.
		N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '0.1',
		QUEUE_WORKER_LOCK_DURATION: '20000',
		QUEUE_WORKER_LOCK_RENEW_TIME: '4000',
		QUEUE_WORKER_STALLED_INTERVAL: '5000',
	};
	sandbox = await startSandbox();
	n8n = await startTemporaryN8n({ env });
	for (let count = 0; count < 2; count++) workers.push(await startWorker(n8n, env));
}, 900_000);

afterAll(async () => {
	for (const worker of workers) await worker.stop();
	await n8n?.stop();
	await sandbox?.close();
	await services?.stop();
}, 120_000);

beforeEach(() => {
	sandbox.setLatency({ latencyMs: 0, tokenLatencyMs: 0 });
	sandbox.resetStats();
});

async function credentialFor(name: string) {
	const key = sandbox.createKey({ name, keyType: 'account' });
	const data = credentialData(sandbox, key);
	const { id } = await n8n.rest.saveCredential(name, 'viviApi', data);
	return { key, credentials: { viviApi: { id, name } } };
}

async function activeWorkflow(name: string, steps: Step[]) {
	const workflow = await n8n.rest.saveWorkflow(chain(name, steps));
	await n8n.rest.activate(workflow);
	return workflow;
}

const vivi = { name: 'VIVI', type: 'n8n-nodes-vivi.vivi', typeVersion: 1 };

test('300 executions on an expired token: an exchange for each worker at most, none lost', async () => {
	const { key, credentials } = await credentialFor('herd');
	await activeWorkflow('herd', [
		webhookStart('herd'),
		{
			...{ ...vivi, credentials },
			parameters: { resource: 'workspace', operation: 'getAll', returnAll: true },
		},
	]);
	const url = `${n8n.url}/webhook/herd`;
	expect(await firstAnswer(url)).toBe(200);
	sandbox.expireTokens(key.id);
	sandbox.setLatency({ latencyMs: 300, tokenLatencyMs: 400 });
	sandbox.resetStats();

	const answers = await Promise.all(Array.from({ length: 300 }, () => fetch(url)));
	expect(answers.filter(({ status }) => status === 200)).toHaveLength(300);
	const { exchanges } = sandbox.stats();
	console.log(`Exchanges of 300 executions on two workers: ${exchanges}`);
	expect(exchanges).toBeGreaterThan(0);
	expect(exchanges).toBeLessThanOrEqual(workers.length);
});

test('a tool is called through the main process and answered by a worker', async () => {
	const secret = 'a-secret-of-this-test';
	const data = { headerName: 'X-Tool-Secret', secret };
	const { id } = await n8n.rest.saveCredential('tool', 'viviToolApi', data);
	const workflow = await activeWorkflow('tool', [
		{
			...{ name: 'Start', type: 'n8n-nodes-vivi.viviToolTrigger', typeVersion: 1 },
			...{ webhookId: 'tool', credentials: { viviToolApi: { id, name: 'tool' } } },
			parameters: {
				...{ toolName: 'look_up', toolDescription: 'Looks up', options: { path: 'tool' } },
				fields: { values: [{ name: 'orderNumber', type: 'text', required: true }] },
			},
		},
		{
			...{ name: 'Answer', type: 'n8n-nodes-base.set', typeVersion: 3.4 },
			parameters: { mode: 'raw', jsonOutput: '={{ { order: $json.input.orderNumber } }}' },
		},
	]);
	const url = `${n8n.url}/webhook/tool`;
	expect(await firstAnswer(url)).toBe(200);
	const post = async (body: object, sent = secret) => {
		const headers = { 'content-type': 'application/json', 'X-Tool-Secret': sent };
		const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
		return [answer.status, await answer.json()] as const;
	};
	expect(await firstAnswer(url, 'POST')).toBe(401);
	expect((await post({}, 'wrong'))[0]).toBe(401);
	expect((await post({}))[0]).toBe(400);
	const numbers = Array.from({ length: 50 }, (_, at) => `A-${at}`);
	const answers = await Promise.all(
		numbers.map(async (orderNumber) => await post({ orderNumber })),
	);
	expect(answers).toEqual(numbers.map((order) => [200, { order }]));
	expect(await n8n.rest.executionsOf(workflow)).toHaveLength(50);
});

test('the trigger fires once for an event', async () => {
	const { credentials } = await credentialFor('trigger');
	const trigger = {
		name: 'Start',
		type: 'n8n-nodes-vivi.viviTrigger',
		typeVersion: 1,
		credentials,
		parameters: {
			pollTimes: { item: POLL_TIMES },
			events: ['agent.created'],
			workspaces: 'selected',
			workspaceIds: [sandbox.defaultWorkspaceId],
			options: {},
		},
	};
	const workflow = await activeWorkflow('trigger', [trigger, end]);
	await nextLook(sandbox);
	sandbox.data.insertMany('agent', 1);
	await until(async () => (await n8n.rest.executionsOf(workflow)).length > 0, 500);
	// A poll that reports the agent again has its turn.
	for (let polls = 0; polls < 3; polls++) await nextLook(sandbox);
	const executions = await n8n.rest.executionsOf(workflow);
	await n8n.rest.call('POST', `/workflows/${workflow.id}/deactivate`);
	expect(executions).toHaveLength(1);
});

test('a worker that is killed: its executions end as crashed or failed, no write happens twice', async () => {
	const { credentials } = await credentialFor('writes');
	const workflow = await activeWorkflow('writes', [
		webhookStart('writes', { responseMode: 'onReceived' }),
		{
			...{ ...vivi, credentials },
			parameters: {
				...{ resource: 'agent', operation: 'create', additionalFields: {} },
				workspaceId: { __rl: true, mode: 'id', value: sandbox.defaultWorkspaceId },
				name: '=Written {{ $json.query.n }}',
			},
		},
	]);
	const url = `${n8n.url}/webhook/writes`;
	expect(await firstAnswer(`${url}?n=first`)).toBe(200);
	sandbox.setLatency({ latencyMs: 1000 });
	const numbers = Array.from({ length: 60 }, (_, n) => String(n));
	const answers = await Promise.all(numbers.map((n) => fetch(`${url}?n=${n}`)));
	expect(answers.every(({ status }) => status === 200)).toBe(true);

	const written = () =>
		sandbox.data
			.list('agent')
			.map(({ name }) => String(name))
			.filter((name) => name.startsWith('Written '));
	await until(() => written().length >= 15);
	await workers.pop()!.kill();

	const total = numbers.length + 1;
	let statuses: string[] = [];
	await until(async () => {
		statuses = (await n8n.rest.executionsOf(workflow)).map(({ status }) => status);
		const open = statuses.filter((status) => ['new', 'running', 'waiting'].includes(status));
		return statuses.length === total && open.length === 0;
	}, 500);
	const count = (wanted: string[]) => statuses.filter((one) => wanted.includes(one)).length;
	const succeeded = count(['success']);
	const cutOff = count(['crashed', 'error']);
	console.log(`Of ${total} executions ${succeeded} succeeded, ${cutOff} were cut off`);
	expect(succeeded + cutOff).toBe(total);
	// The worker had at least one of them in hand, and ten at most.
	expect(cutOff).toBeGreaterThan(0);
	expect(cutOff).toBeLessThanOrEqual(10);
	expect(new Set(written()).size).toBe(written().length);
	expect(written().length).toBeGreaterThanOrEqual(succeeded);
});
