import type { Sandbox } from '../../../sandbox/server';
import type { Client } from '../../../vivi/client/client';
import { toMarkdown } from '../../../vivi/report/markdown';
import { generateReport } from '../../../vivi/report/report';
import { openAccount } from './account';

const SINCE = '2026-03-01T00:00:00Z';
let sandbox: Sandbox;
let client: Client;

beforeEach(async () => {
	const { sandbox: started, clientOf } = await openAccount({ workspaces: 1 });
	sandbox = started;
	client = clientOf(sandbox.keys.account);
});
afterEach(async () => await sandbox.close());

const thread = (values: object) =>
	String(
		sandbox.data.insert('thread', {
			...{ createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z' },
			...values,
		})['id'],
	);
const activityOf = async (more: object = {}) => {
	const report = await generateReport(client, {
		...{ counted: ['agents', 'messages'], since: SINCE, ...more },
	});
	return { ...report.workspaces[0]!, report };
};

test('threads and messages are counted for each agent, by name, the busiest first', async () => {
	const agentId = String(sandbox.data.insert('agent', { name: 'Returns' })['id']);
	thread({ agentId, messageCount: 3, updatedAt: '2026-03-02T00:00:00Z' });
	thread({ agentId, messageCount: 2 });
	thread({ agentId: 'agt_gone', messageCount: 1 });
	const { report, ...one } = await activityOf();
	expect(report.figures).toEqual(['agents', 'threads', 'messages']);
	expect(one).toMatchObject({
		...{ threads: 3, messages: 6, activeThreads: 1, hasChanges: true, status: 'complete' },
		activity: [
			{ agentId, name: 'Returns', threads: 2, messages: 5, activeThreads: 1 },
			{ agentId: 'agt_gone', name: null, threads: 1, messages: 1, activeThreads: 0 },
		],
	});
	expect(toMarkdown(report)).toContain(
		'- Agents: Returns: 2 threads, 5 messages; agt\\_gone: 1 thread, 1 message'.replace('\\', ''),
	);
});

test('the agent of a thread is known under each of its names, and none is made up', async () => {
	sandbox.data.insert('agent', { id: null, name: 'Without an ID' });
	thread({ agentId: undefined, agent_id: 'agt_1', messageCount: 1 });
	thread({ agentId: undefined, agent: { id: 'agt_1' }, messageCount: 1 });
	thread({ agentId: null, messageCount: 1 });
	const { activity } = await activityOf();
	expect(activity).toEqual([
		expect.objectContaining({ agentId: 'agt_1', threads: 2 }),
		expect.objectContaining({ agentId: null, name: null, threads: 1 }),
	]);
});

test('a thread that does not say how many messages it has is asked', async () => {
	const [known] = sandbox.data.list('agent');
	const agentId = String(known?.['id'] ?? 'agt_1');
	thread({ agentId, messageCount: null });
	const { messages } = await activityOf();
	expect(messages).toBe(0);
	expect(sandbox.stats().calls).toHaveProperty([
		'GET /accounts/{accountId}/workspaces/{workspaceId}/threads/{threadId}/messages',
	]);
});

test('a limit on the lists read at once holds for messages, too', async () => {
	for (let count = 0; count < 20; count++) thread({ agentId: 'a', messageCount: null });
	sandbox.setFaults([{ target: 'api', delayMs: 5 }]);
	await activityOf({ counted: ['messages'], concurrency: 1 });
	expect(sandbox.stats().maxInFlight).toBe(1);
});

test('messages that cannot be read are named, and sink nothing else', async () => {
	thread({ agentId: 'a', messageCount: null });
	sandbox.setFaults([{ target: 'api', pathIncludes: '/messages', status: 404 }]);
	const { threads, messages, status, failures, activity } = await activityOf();
	expect({ threads, messages, status }).toEqual({ threads: 1, messages: null, status: 'partial' });
	expect(failures).toEqual([expect.objectContaining({ resource: 'thread', status: 404 })]);
	expect(activity).toEqual([expect.objectContaining({ threads: 1, messages: null })]);
});

test('only what is counted is read', async () => {
	const report = await generateReport(client, { counted: ['prompts'] });
	const [one] = report.workspaces;
	expect(Object.keys(one!)).not.toEqual(expect.arrayContaining(['agents']));
	expect(one).toMatchObject({ prompts: 0 });
	expect(one).not.toHaveProperty('threads');
	expect(Object.keys(sandbox.stats().calls)).toEqual([
		'POST /oauth/token',
		'GET /accounts/{accountId}/workspaces',
		'GET /accounts/{accountId}/workspaces/{workspaceId}/prompts',
	]);
});
