import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { startTestN8n, type TestN8n } from './support/test-n8n';
import { credentialFor, nextLook, WatchingWorkflow } from './support/watching-workflow';

jest.setTimeout(600_000);

/** Few agents, so that whole lists come and go. */
const SIZE = { workspaces: 2, agents: 24 };

describe('the trigger in a real n8n, when lists lose much at once', () => {
	let ours: Sandbox;
	let theirs: Sandbox;
	let n8n: TestN8n;
	let watching: WatchingWorkflow;

	beforeAll(async () => {
		ours = await startSandbox(SIZE);
		theirs = await startSandbox({ ...SIZE, seed: 7, accountId: 'acc_theirs' });
		n8n = await startTestN8n();
		watching = await WatchingWorkflow.save(
			n8n,
			credentialFor(ours),
			['agent', 'workspace'].flatMap((name) =>
				['created', 'updated', 'deleted'].map((kind) => `${name}.${kind}`),
			),
		);
		const look = nextLook(ours);
		await n8n.rest.activate(watching.workflow);
		await look;
	}, 900_000);

	afterAll(async () => {
		await n8n?.stop();
		await ours?.close();
		await theirs?.close();
	});

	test.each([
		['agents', '/agents'],
		['workspaces', '/workspaces'],
	])('an empty list of %s tells nothing, nor does its return', async (_, pathEnd) => {
		const isEmpty = { target: 'api' as const, pathIncludes: pathEnd, body: '[]' };
		ours.setFaults([isEmpty]);
		await nextLook(ours, '/workspaces');
		await nextLook(ours, '/workspaces');
		ours.setFaults([]);
		await nextLook(ours);
		await nextLook(ours);
		expect(await watching.newExecutions(0, 0)).toEqual([]);
	});

	test('a workspace that is deleted is told once, with all that was in it', async () => {
		const [, workspace] = ours.data.list('workspace');
		const id = String(workspace!.id);
		const gone = ours.data.count('agent', { workspaceId: id });
		ours.data.remove('workspace', id);
		expect(gone).toBeGreaterThan(1);
		const [events, ...more] = await watching.toldEvents(1, 120_000);
		expect(more).toEqual([]);
		expect(events).toHaveLength(gone + 1);
		expect(new Set(events!.map(({ event }) => event))).toEqual(
			new Set(['agent.deleted', 'workspace.deleted']),
		);
		await nextLook(ours);
		expect(await watching.newExecutions(0, 0)).toEqual([]);
	});

	test("another account's credential tells nothing, and then what happens there", async () => {
		const look = nextLook(theirs);
		await watching.editCredential(credentialFor(theirs));
		await look;
		await nextLook(theirs);
		expect(await watching.newExecutions(0, 0)).toEqual([]);
		const { id } = theirs.data.insert('agent', { name: 'New there' });
		const told = await watching.toldEvents(1);
		expect(told).toMatchObject([[{ event: 'agent.created', id }]]);
		expect(told[0]).toHaveLength(1);
	});
});
