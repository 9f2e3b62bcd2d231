import { startSandbox, type Sandbox } from '../../../sandbox/server';
import type { ViviEvent } from '../../../vivi/changes/event';
import { n8nHas } from './support/n8n-has';
import { startTestN8n, type TestN8n } from './support/test-n8n';
import { credentialFor, nextLook, WatchingWorkflow } from './support/watching-workflow';

jest.setTimeout(300_000);

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
	let watching: WatchingWorkflow;

	beforeAll(async () => {
		sandbox = await startSandbox();
		n8n = await startTestN8n(env);
		key = sandbox.createKey({ name: 'trigger', keyType: 'account' });
		watching = await WatchingWorkflow.save(n8n, credentialFor(sandbox, key), [
			'agent.created',
			'agent.updated',
			'agent.deleted',
			'workspace.created',
		]);
	}, 900_000);

	afterAll(async () => {
		await n8n?.stop();
		await sandbox?.close();
	});

	/** Until the sandbox was asked for the agents of all workspaces again. */
	const nextPoll = async () => await nextLook(sandbox, '/agents', sandbox.data.count('workspace'));

	const names = (events: ViviEvent[]) => events.map(({ event, id }) => `${event} ${id}`).sort();

	test('starts with what is there, silently', async () => {
		const look = nextPoll();
		await n8n.rest.activate(watching.workflow);
		await look;
		// With durable cursors n8n keeps nothing of the look at activation, only of scheduled ones
		// (n8n-core 2.41.1, poll-trigger-executor.js: no commitStagedCursor when testingTrigger).
		await nextPoll();
		expect(await watching.newExecutions(0, 0)).toEqual([]);
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

	test('tells what happens between two polls, with the values before', async () => {
		const [, changed] = sandbox.data.list('agent');
		const before = changed!.name;
		sandbox.data.update('agent', String(changed!.id), { name: 'Renamed' });
		const [events, ...more] = await watching.toldEvents(1);
		expect(more).toEqual([]);
		expect(events).toMatchObject([
			{ event: 'agent.updated', changedFields: ['name'], before: { name: before } },
		]);
	});

	test('repeats nothing, neither at the next poll nor after a restart', async () => {
		await nextPoll();
		const look = nextPoll();
		await n8n.restart();
		await look;
		expect(await watching.newExecutions(0, 0)).toEqual([]);
	});

	test('a poll that fails loses nothing', async () => {
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
		sandbox.deactivateKey(key.id);
		const [failed] = await watching.newExecutions(1);
		expect(failed?.status).toBe('error');
		const { message, description } = failed!.resultData.error!;
		expect(`${message} ${description ?? ''}`).toContain('deactivated');
		expect(failed!.raw).not.toContain(key.clientSecret);
	});
}
