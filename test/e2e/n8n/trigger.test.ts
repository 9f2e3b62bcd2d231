import type { Sandbox } from '../../../sandbox/server';
import type { ViviEvent } from '../../../vivi/changes/event';
import { credentialData } from './support/credential-data';
import { n8nHas } from './support/n8n-has';
import { useN8n } from './support/test-n8n';
import { nextLook, quiet, WatchingWorkflow } from './support/watching-workflow';

/** Few knowledge bases and threads, because each poll reads what they hold. */
const SIZE = { workspaces: 2, knowledgeBases: 4, threads: 4 };

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
	const local = useN8n(SIZE, env);
	let key: ReturnType<Sandbox['createKey']>;
	let watching: WatchingWorkflow;

	beforeAll(async () => {
		const { n8n, sandbox } = local;
		key = sandbox.createKey({ name: 'trigger', keyType: 'account' });
		const [base] = sandbox.data.list('knowledgeBase');
		watching = await WatchingWorkflow.save(
			n8n,
			credentialData(sandbox, key),
			[
				...['agent.created', 'agent.updated', 'agent.deleted'],
				...['workspace.created', 'file.created', 'message.created'],
			],
			{ knowledgeBaseIds: [base!.id], sender: 'person' },
		);
	});

	/** Until the sandbox was asked for the agents of all workspaces again. */
	const nextPoll = async () =>
		await nextLook(local.sandbox, '/agents', local.sandbox.data.count('workspace'));

	const names = (events: ViviEvent[]) => events.map(({ event, id }) => `${event} ${id}`).sort();

	test('starts with what is there, silently', async () => {
		const look = nextPoll();
		await local.n8n.rest.activate(watching.workflow);
		await look;
		// With durable cursors n8n keeps nothing of the look at activation, only of scheduled ones
		// (n8n-core 2.41.1, poll-trigger-executor.js: no commitStagedCursor when testingTrigger).
		await nextPoll();
		expect(await watching.newExecutions(0, 0)).toEqual([]);
	});

	test('tells what happened while n8n was down, in one execution', async () => {
		const { data } = local.sandbox;
		const [changed, deleted] = data.list('agent');
		let created = '';
		let workspace = '';
		await local.n8n.restart(() => {
			created = String(data.insert('agent', { name: 'New one' }).id);
			data.update('agent', String(changed!.id), { name: 'Another name' });
			data.remove('agent', String(deleted!.id));
			workspace = String(data.insert('workspace', { name: 'New workspace' }).id);
		});
		const [events, ...more] = await watching.toldEvents(1);
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

	test('tells what happens between two polls, of what was chosen, with the values before', async () => {
		const { data } = local.sandbox;
		await quiet(local.sandbox);
		const [, changed] = data.list('agent');
		const [base, otherBase] = data.list('knowledgeBase').map(({ id }) => String(id));
		data.update('agent', String(changed!.id), { name: 'Renamed' });
		data.insert('file', { name: 'other.pdf' }, { knowledgeBaseId: otherBase! });
		const file = data.insert('file', { name: 'new.pdf' }, { knowledgeBaseId: base! }).id;
		const threadId = String(data.insert('thread', { title: 'Talk' }).id);
		data.insertMessage(threadId, { role: 'user', content: 'A question' });
		data.insertMessage(threadId, { role: 'agent', content: 'An answer' });
		const [events, ...more] = await watching.toldEvents(1);
		expect(more).toEqual([]);
		expect(events!.sort((a, b) => a.event.localeCompare(b.event))).toMatchObject([
			{ event: 'agent.updated', changedFields: ['name'], before: { name: changed!.name } },
			{ event: 'file.created', id: file, knowledgeBaseId: base },
			{ event: 'message.created', threadId, record: { content: 'A question' } },
		]);
	});

	test('repeats nothing, neither at the next poll nor after a restart', async () => {
		await nextPoll();
		const look = nextPoll();
		await local.n8n.restart();
		await look;
		expect(await watching.newExecutions(0, 0)).toEqual([]);
	});

	test('a poll that fails loses nothing', async () => {
		const { sandbox } = local;
		sandbox.setFaults([{ target: 'api', pathIncludes: '/agents', status: 400 }]);
		sandbox.data.insert('agent', { name: 'Made in bad times' });
		const [failed] = await watching.newExecutions(1);
		expect(failed?.status).toBe('error');
		sandbox.setFaults([]);
		const [events] = await watching.toldEvents(1, 40 * 60_000);
		expect(events).toMatchObject([
			{ event: 'agent.created', record: { name: 'Made in bad times' } },
		]);
	});

	test('a deactivated key says so', async () => {
		local.sandbox.deactivateKey(key.id);
		const [failed] = await watching.newExecutions(1);
		expect(failed?.status).toBe('error');
		const { message, description } = failed!.resultData.error!;
		expect(`${message} ${description ?? ''}`).toContain('deactivated');
		expect(failed!.raw).not.toContain(key.clientSecret);
	});
}
