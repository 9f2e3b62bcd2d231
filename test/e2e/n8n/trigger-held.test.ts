import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { startTestN8n, type TestN8n } from './support/test-n8n';
import { credentialFor, nextLook, WatchingWorkflow } from './support/watching-workflow';

jest.setTimeout(300_000);

describe('the trigger in a real n8n, for what records hold', () => {
	let sandbox: Sandbox;
	let n8n: TestN8n;
	let watching: WatchingWorkflow;

	beforeAll(async () => {
		sandbox = await startSandbox({ workspaces: 1 });
		n8n = await startTestN8n();
		const key = sandbox.createKey({ name: 'trigger', keyType: 'account' });
		const [agent] = sandbox.data.list('agent');
		const [base] = sandbox.data.list('knowledgeBase');
		watching = await WatchingWorkflow.save(
			n8n,
			credentialFor(sandbox, key),
			['file.created', 'message.created'],
			'VIVI',
			{ agentIds: [agent!.id], knowledgeBaseIds: [base!.id], sender: 'person' },
		);
	}, 900_000);

	afterAll(async () => {
		await n8n?.stop();
		await sandbox?.close();
	});

	test('tells new files of the chosen knowledge base and messages to the chosen agent', async () => {
		const look = nextLook(sandbox, '/files');
		await n8n.rest.activate(watching.workflow);
		await look;
		const [agent, otherAgent] = sandbox.data.list('agent').map(({ id }) => String(id));
		const [base, otherBase] = sandbox.data.list('knowledgeBase').map(({ id }) => String(id));
		const write = (agentId: string) => {
			const thread = String(sandbox.data.insert('thread', { title: 'Talk', agentId }).id);
			sandbox.data.insertMessage(thread, { role: 'user', content: 'A question' });
			sandbox.data.insertMessage(thread, { role: 'agent', content: 'An answer' });
			return thread;
		};
		const add = (knowledgeBaseId: string) =>
			String(sandbox.data.insert('file', { name: 'new.pdf' }, { knowledgeBaseId }).id);

		write(otherAgent!);
		const threadId = write(agent!);
		add(otherBase!);
		const file = add(base!);

		const events = [];
		while (events.length < 2) {
			const told = (await watching.toldEvents(1)).flat();
			if (told.length === 0) break;
			events.push(...told);
		}
		expect(events.sort((a, b) => a.event.localeCompare(b.event))).toMatchObject([
			{ event: 'file.created', id: file, knowledgeBaseId: base },
			{ event: 'message.created', threadId, record: { content: 'A question' } },
		]);
		await nextLook(sandbox, '/files');
		expect(await watching.newExecutions(0, 0)).toEqual([]);
	});

	test('lists the records to choose from, of all that is watched', async () => {
		const options = await n8n.rest.call<Array<{ name: string; value: string }>>(
			'POST',
			'/dynamic-node-parameters/options',
			{
				path: 'parameters.options.knowledgeBaseIds',
				methodName: 'getWatchedKnowledgeBases',
				currentNodeParameters: { workspaces: 'all', workspaceIds: [] },
				nodeTypeAndVersion: { name: 'n8n-nodes-vivi.viviTrigger', version: 1 },
				credentials: { viviApi: watching.credential },
			},
		);
		const names = options.map(({ name }) => name);
		expect(names.sort()).toEqual(
			sandbox.data
				.list('knowledgeBase')
				.map(({ name }) => name)
				.sort(),
		);
	});
});
