import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { startSandbox, type Sandbox } from '../../../sandbox/server';
import type { ViviEvent } from '../../../vivi/changes/event';
import { n8nHas } from './support/n8n-has';
import { startTestN8n, type TestN8n } from './support/test-n8n';

jest.setTimeout(300_000);

/** n8n refuses one schedule that polls more than once a minute, but not six that take turns. */
const POLL_TIMES = [3, 13, 23, 33, 43, 53].map((second) => ({
	mode: 'custom',
	cronExpression: `${second} * * * * *`,
}));
/** Generous: a busy machine may miss several turns. */
const NEXT_POLL_MS = 75_000;
const TRIGGER = 'When VIVI changes';

const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

describe('the trigger in a real n8n, as n8n comes', () => watchesVivi({}));

(n8nHas.durableCursors ? describe : describe.skip)(
	'the trigger in a real n8n, with durable cursors',
	() =>
		watchesVivi({
			N8N_SCHEDULER_ENABLED: 'true',
			N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
			N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
		}),
);

/** @param env settings of n8n's own */
function watchesVivi(env: Record<string, string>): void {
	let sandbox: Sandbox;
	let n8n: TestN8n;
	let key: ReturnType<Sandbox['createKey']>;
	let workflow: { id: string; versionId: string };
	/** Executions that were looked at already. */
	const known = new Set<string>();

	beforeAll(async () => {
		sandbox = await startSandbox();
		n8n = await startTestN8n(env);
		key = sandbox.createKey({ name: 'trigger', keyType: 'account' });
		const credential = await n8n.rest.saveCredential('VIVI', 'viviApi', {
			...key,
			accountId: sandbox.accountId,
			baseUrl: sandbox.url,
			accessToken: '',
			expiresAt: '',
		});
		workflow = await n8n.rest.saveWorkflow({
			name: 'Watch',
			nodes: [
				{
					id: 'trigger',
					name: TRIGGER,
					type: 'n8n-nodes-vivi.viviTrigger',
					typeVersion: 1,
					position: [0, 0],
					parameters: {
						pollTimes: { item: POLL_TIMES },
						events: ['agent.created', 'agent.updated', 'agent.deleted', 'workspace.created'],
						workspaces: 'all',
						options: {},
					},
					credentials: { viviApi: { id: credential.id, name: 'VIVI' } },
				},
				{
					id: 'end',
					name: 'End',
					type: 'n8n-nodes-base.noOp',
					typeVersion: 1,
					position: [200, 0],
					parameters: {},
				},
			],
			connections: { [TRIGGER]: { main: [[{ node: 'End', type: 'main', index: 0 }]] } },
		});
	}, 900_000);

	afterAll(async () => {
		await n8n?.stop();
		await sandbox?.close();
	});

	/** Executions that have come since the last call, once there are so many and they have ended. */
	async function newExecutions(wanted: number, withinMs = NEXT_POLL_MS) {
		for (const end = Date.now() + withinMs; ;) {
			const filter = encodeURIComponent(JSON.stringify({ workflowId: workflow.id }));
			const { results } = await n8n.rest.call<{ results: Array<{ id: string; status: string }> }>(
				'GET',
				`/executions?filter=${filter}&limit=50`,
			);
			const fresh = results.filter(({ id }) => !known.has(id));
			const ended = fresh.filter(({ status }) => ['success', 'error'].includes(status));
			if ((wanted > 0 && ended.length >= wanted) || Date.now() > end) {
				for (const { id } of fresh) known.add(id);
				return await Promise.all(fresh.map(({ id }) => n8n.rest.execution(id)));
			}
			await pause(500);
		}
	}

	async function toldEvents(wanted: number, withinMs?: number): Promise<ViviEvent[][]> {
		const executions = await newExecutions(wanted, withinMs);
		return executions.map(({ status, resultData }) => {
			expect(status).toBe('success');
			const items = resultData.runData['End']?.[0]?.data?.main[0] ?? [];
			return items.map(({ json }) => json as ViviEvent);
		});
	}

	/** Until the sandbox was asked for its agents again. */
	async function nextLook(withinMs = NEXT_POLL_MS): Promise<void> {
		const looks = () => sandbox.stats().lastCalls.filter(({ path }) => path.endsWith('/agents'));
		sandbox.resetStats();
		for (const end = Date.now() + withinMs; Date.now() < end; await pause(250)) {
			if (looks().length >= sandbox.data.count('workspace')) break;
		}
		expect(looks().length).toBeGreaterThan(0);
		// n8n saves what the poll leaves behind.
		await pause(1500);
	}

	const names = (events: ViviEvent[]) => events.map(({ event, id }) => `${event} ${id}`).sort();

	test('starts with what is there, silently', async () => {
		const look = nextLook();
		await n8n.rest.activate(workflow);
		await look;
		// With durable cursors n8n keeps nothing of the look at activation, only of scheduled ones
		// (n8n-core 2.41.1, poll-trigger-executor.js: no commitStagedCursor when testingTrigger).
		await nextLook();
		expect(await newExecutions(0, 0)).toEqual([]);
	});

	test('tells what happened while n8n was down, in one execution', async () => {
		const [changed, deleted] = sandbox.data.list('agent');
		let created = '';
		let workspace = '';
		await n8n.restart(() => {
			created = String(sandbox.data.insert('agent', { name: 'New one' }).id);
			sandbox.data.update('agent', String(changed!.id), { name: 'Another name' });
			sandbox.data.remove('agent', String(deleted!.id));
			workspace = String(sandbox.data.insert('workspace', { name: 'New workspace' }).id);
		});
		const [events, ...more] = await toldEvents(1);
		expect(more).toEqual([]);
		expect(names(events!)).toEqual(
			[
				`agent.created ${created}`,
				`agent.updated ${String(changed!.id)}`,
				`agent.deleted ${String(deleted!.id)}`,
				`workspace.created ${workspace}`,
			].sort(),
		);
		expect(events!.find(({ event }) => event === 'agent.updated')).toMatchObject({
			changedFields: ['name'],
			after: { name: 'Another name' },
			record: { name: 'Another name' },
		});
	});

	test('tells what happens between two polls, with the values before', async () => {
		const [, changed] = sandbox.data.list('agent');
		const before = changed!.name;
		sandbox.data.update('agent', String(changed!.id), { name: 'Renamed' });
		const [events, ...more] = await toldEvents(1);
		expect(more).toEqual([]);
		expect(events).toMatchObject([
			{ event: 'agent.updated', changedFields: ['name'], before: { name: before } },
		]);
	});

	test('repeats nothing, neither at the next poll nor after a restart', async () => {
		await nextLook();
		const look = nextLook();
		await n8n.restart();
		await look;
		expect(await newExecutions(0, 0)).toEqual([]);
	});

	test('a poll that fails loses nothing', async () => {
		sandbox.setFaults([{ target: 'api', pathIncludes: '/agents', status: 400 }]);
		sandbox.data.insert('agent', { name: 'Made in bad times' });
		const [failed] = await newExecutions(1);
		expect(failed?.status).toBe('error');
		sandbox.setFaults([]);
		const [events] = await toldEvents(1, 40 * 60_000);
		expect(events).toMatchObject([
			{ event: 'agent.created', record: { name: 'Made in bad times' } },
		]);
	});

	test('a deactivated key says so', async () => {
		sandbox.deactivateKey(key.id);
		const [failed] = await newExecutions(1);
		expect(failed?.status).toBe('error');
		const { message, description } = failed!.resultData.error!;
		expect(`${message} ${description ?? ''}`).toContain('deactivated');
		expect(failed!.raw).not.toContain(key.clientSecret);
	});
}

describe('the examples, run with a real record as test event', () => {
	let sandbox: Sandbox;
	let n8n: TestN8n;

	beforeAll(async () => {
		sandbox = await startSandbox();
		n8n = await startTestN8n();
	}, 900_000);

	afterAll(async () => {
		await n8n?.stop();
		await sandbox?.close();
	});

	/** Imports an example, without the nodes that reach other services, and runs it. */
	async function run(file: string, trigger: string, change = (text: string) => text) {
		const text = readFileSync(join(__dirname, '../../../examples', file), 'utf8');
		const example = JSON.parse(change(text)) as {
			name: string;
			nodes: Array<{ type: string; disabled?: boolean; credentials?: object }>;
			connections: object;
		};
		const credential = await n8n.rest.saveCredential('VIVI account', 'viviApi', {
			...sandbox.keys.account,
			accountId: sandbox.accountId,
			baseUrl: sandbox.url,
			accessToken: '',
			expiresAt: '',
		});
		for (const node of example.nodes) {
			if (node.credentials) node.credentials = { viviApi: { ...credential, name: 'VIVI account' } };
			if (/slack|emailSend/.test(node.type)) node.disabled = true;
		}
		const { status, resultData } = await n8n.rest.run(
			await n8n.rest.saveWorkflow(example),
			trigger,
		);
		expect(resultData.error).toBeUndefined();
		expect(status).toBe('success');
		return (node: string) => resultData.runData[node]?.[0]?.data?.main[0]?.[0]?.json;
	}

	test('new agent to Slack', async () => {
		const output = await run('new-agent-to-slack.json', 'New agent');
		const { record, workspaceId } = output('New agent') as ViviEvent;
		expect(output('Write message')).toEqual({
			message: expect.stringContaining(
				`New VIVI agent *${String(record['name'])}* in workspace ${workspaceId}`,
			) as string,
		});
	});

	test('knowledge base changed, evaluate again', async () => {
		const address = /ACCOUNT_ID(.*?)evaluations\/EVALUATION_ID\/runs/;
		const output = await run(
			'knowledge-base-changed-reevaluate.json',
			'Knowledge base changed',
			// The sandbox knows no evaluations either; what it has is records to be created.
			(text) => text.replace(address, `${sandbox.accountId}$1agents`).replace('reason', 'name'),
		);
		const { event } = output('Knowledge base changed') as ViviEvent;
		expect(output('Start evaluation')).toMatchObject({ name: event });
	});

	test('workspace deleted alert', async () => {
		const output = await run('workspace-deleted-alert.json', 'Workspace deleted');
		const { record, id } = output('Workspace deleted') as ViviEvent;
		expect(output('Write alert')).toEqual({
			subject: `VIVI workspace ${String(record['name'])} was deleted`,
			text: expect.stringContaining(`(ID ${id}) is no longer in your VIVI account`) as string,
		});
	});
});
