import { watchable } from '../../vivi/changes/watchable';
import type { JsonObject } from '../../vivi/http/json';
import { toKey } from '../../zapier/src/fields/key';
import { connect, keyOf, run, type LogLine } from './support/app';
import { failureOf } from './support/failure';
import { useSandbox } from './support/use-sandbox';
import { Zap } from './support/zap';

// Between two tries nothing has to be waited for here.
jest.mock('node:timers/promises', () => ({ setTimeout: async () => {} }));

const local = useSandbox({ workspaces: 3 });
let authData: Record<string, string>;

beforeAll(async () => {
	authData = await connect(keyOf(local.sandbox));
});

/** Those that are listed for the account or a workspace. */
const all = watchable
	.filter(({ holder }) => !holder)
	.map(({ of }) => [toKey(of.name), of] as const);

/** The default workspace, for all but workspaces themselves. */
const there = (key: string) =>
	key === 'workspace' ? {} : { workspace_id: local.sandbox.defaultWorkspaceId };

describe.each(all)('new_%s', (key, resource) => {
	it('tells of each new record once, with its place', async () => {
		const zap = new Zap(`new_${key}`, { authData, inputData: there(key) });
		await zap.turnOn();
		expect(await zap.poll()).toEqual([]);

		const one = local.sandbox.data.insert(resource.name, { name: 'One', title: 'One' });
		const two = local.sandbox.data.insert(resource.name, { name: 'Two', title: 'Two' });

		const told = await zap.poll();
		expect(told.map(({ id }) => id).sort()).toEqual([one['id'], two['id']].sort());
		expect(told.find(({ id }) => id === one['id'])).toMatchObject(
			key === 'workspace' ? one : { ...one, workspaceId: local.sandbox.defaultWorkspaceId },
		);
		local.sandbox.data.update(resource.name, String(one['id']), { name: 'Changed' });
		expect(await zap.poll()).toEqual([]);
	});
});

describe.each(all)('updated_%s', (key, resource) => {
	it('tells of each change once, and not of new records', async () => {
		const zap = new Zap(`updated_${key}`, { authData, inputData: there(key) });
		await zap.turnOn();
		const [known] = local.sandbox.data.list(resource.name);
		const id = String(known!['id']);

		local.sandbox.data.insert(resource.name, { name: 'New', title: 'New' });
		expect(await zap.poll()).toEqual([]);

		local.sandbox.data.update(resource.name, id, { status: 'changed once' });
		expect((await zap.poll()).map((record) => [record['id'], record['status']])).toEqual([
			[id, 'changed once'],
		]);
		expect(await zap.poll()).toEqual([]);

		local.sandbox.data.update(resource.name, id, { status: 'changed twice' });
		expect(await zap.poll()).toHaveLength(1);
	});
});

describe('the files of knowledge bases', () => {
	const bases = () => local.sandbox.data.list('knowledgeBase').map(({ id }) => String(id));
	const insert = (knowledgeBaseId: string, name: string) =>
		String(local.sandbox.data.insert('file', { name }, { knowledgeBaseId })['id']);

	it('are told of when they are new, with their place', async () => {
		const zap = new Zap('new_file', { authData, inputData: there('file') });
		await zap.turnOn();
		const [one, other] = bases();
		const ids = [insert(one!, 'a.pdf'), insert(other!, 'b.pdf')];

		const told = await zap.poll();
		expect(told.map(({ id, knowledgeBaseId }) => [id, knowledgeBaseId]).sort()).toEqual(
			[
				[ids[0], one],
				[ids[1], other],
			].sort(),
		);
		expect(await zap.poll()).toEqual([]);
	});

	it('are told of when they change, in the chosen knowledge bases only', async () => {
		const [one, other] = bases();
		const [id, elsewhere] = [insert(one!, 'a.pdf'), insert(other!, 'b.pdf')];
		const inputData = { ...there('file'), knowledge_base_ids: [one] };
		const zap = new Zap('updated_file', { authData, inputData });
		await zap.turnOn();
		for (const [knowledgeBaseId, file] of [[one!, id] as const, [other!, elsewhere] as const]) {
			const values = { size: 5, updatedAt: new Date(Date.now() + 5000).toISOString() };
			local.sandbox.data.update('file', file, values, { knowledgeBaseId });
		}

		expect((await zap.poll()).map((record) => record['id'])).toEqual([id]);
	});

	it('are asked for where the chosen knowledge bases are none', async () => {
		const inputData = { ...there('file'), knowledge_base_ids: ['kb_gone'] };
		const { text } = await failureOf(new Zap('new_file', { authData, inputData }).turnOn());
		expect(text).toContain('None of the chosen knowledge bases is there');
	});
});

describe('new_message', () => {
	const thread = (values: JsonObject = {}) =>
		String(local.sandbox.data.insert('thread', { title: 'Talk', ...values })['id']);
	const write = (threadId: string, role = 'user') =>
		String(local.sandbox.data.insertMessage(threadId, { role, content: `By ${role}` })['id']);
	const zapOf = async (inputData: object = {}) => {
		const zap = new Zap('new_message', {
			authData,
			inputData: { ...there('message'), ...inputData },
		});
		await zap.turnOn();
		return zap;
	};

	it('tells of each new message once, with its thread', async () => {
		const known = thread();
		write(known);
		const zap = await zapOf();
		const ids = [write(known), write(known, 'agent'), write(thread())];

		const told = await zap.poll();
		expect(told.map(({ id }) => id).sort()).toEqual([...ids].sort());
		expect(told.find(({ id }) => id === ids[0])).toMatchObject({ threadId: known, role: 'user' });
		expect(await zap.poll()).toEqual([]);
	});

	it('tells of those of the chosen agents and senders', async () => {
		const [mine, other] = [thread({ agentId: 'agt_1' }), thread({ agentId: 'agt_2' })];
		const zap = await zapOf({ agent_ids: ['agt_1'], sender: 'person', name_contains: 'BY' });
		const id = write(mine);
		write(mine, 'agent');
		write(other);

		expect((await zap.poll()).map((record) => record['id'])).toEqual([id]);
	});

	it('reads the lists of threads that something happened in of late', async () => {
		const old = thread({ createdAt: '2026-01-10T00:00:00Z' });
		local.sandbox.data.update('thread', old, { updatedAt: '2026-01-10T00:00:00Z' });
		await zapOf();
		const paths = local.sandbox.stats().lastCalls.map(({ path }) => path);
		expect(paths.filter((path) => path.includes(old))).toEqual([]);
		expect(paths.some((path) => path.endsWith('/messages'))).toBe(true);
	});
});

describe('a trigger with filters', () => {
	it('tells only of what they let through', async () => {
		const inputData = { ...there('agent'), name_contains: 'urgent' };
		const zap = new Zap('new_agent', { authData, inputData });
		await zap.turnOn();
		local.sandbox.data.insert('agent', { name: 'Everyday' });
		const { id } = local.sandbox.data.insert('agent', { name: 'An URGENT one' });

		expect((await zap.poll()).map((record) => record['id'])).toEqual([id]);
	});
});

describe('a trigger for changes', () => {
	const user = (values: JsonObject) => ({
		...{ id: 'u', email: 'ada@example.com', createdAt: '2026-03-01T08:00:00.000Z' },
		...values,
	});
	const show = (...data: JsonObject[]) =>
		local.sandbox.setFaults([
			{ target: 'api', pathIncludes: '/users', status: 200, body: JSON.stringify({ data }) },
		]);
	const watching = async () => {
		const zap = new Zap('updated_user', { authData, inputData: there('user') });
		await zap.turnOn();
		return zap;
	};

	it.each([{}, { lastSignInAt: '2026-03-01T09:00:00.000Z' }])(
		'tells of a value that is changed and changed back, beside %j',
		async (more) => {
			const version = (name: string, minute: number) =>
				show(user({ ...more, name, updatedAt: `2026-03-02T08:0${minute}:00.000Z` }));
			version('Ada', 0);
			const zap = await watching();
			for (const [name, minute] of [
				['Eva', 1],
				['Ada', 2],
				['Eva', 3],
			] as const) {
				version(name, minute);
				expect((await zap.poll()).map((record) => record['name'])).toEqual([name]);
				expect(await zap.poll()).toEqual([]);
			}
		},
	);

	it('takes no new record for a changed one whose times differ by milliseconds', async () => {
		show();
		const zap = await watching();
		show(user({ updatedAt: '2026-03-01T08:00:00.007Z' }));
		expect(await zap.poll()).toEqual([]);
	});
});

describe('a trigger', () => {
	it('puts the newest first, whatever the order of the list and whatever page it is on', async () => {
		const { id } = local.sandbox.data.insert('agent', {
			...{ name: 'Newest', createdAt: new Date(Date.now() + 60_000).toISOString() },
		});
		for (const order of ['oldestFirst', 'newestFirst'] as const) {
			local.sandbox.setListStyle({ order, defaultLimit: 3, maxLimit: 3 });
			const zap = new Zap('new_agent', { authData, inputData: there('agent') });
			const examples = await zap.examples();
			const times = examples.map(({ createdAt }) => String(createdAt));
			expect(examples[0]!['id']).toBe(id);
			expect(times).toEqual([...times].sort().reverse());
		}
	});

	it('reads every page', async () => {
		local.sandbox.setListStyle({ defaultLimit: 3, maxLimit: 3 });
		const zap = new Zap('new_agent', { authData, inputData: there('agent') });
		await zap.turnOn();

		local.sandbox.setListStyle();
		expect(await zap.poll()).toEqual([]);
	});

	it('watches all workspaces when none is chosen', async () => {
		const zap = new Zap('new_agent', { authData });
		await zap.turnOn();
		const [, other] = local.sandbox.data.list('workspace');
		const workspaceId = String(other!['id']);
		const made = local.sandbox.data.insert('agent', { name: 'Elsewhere' }, { workspaceId });

		expect(await zap.poll()).toEqual([expect.objectContaining({ id: made['id'], workspaceId })]);
	});

	it.each([
		['leads back to itself', { data: [{ id: 'a' }], nextCursor: 'x' }],
		['goes on elsewhere', { data: [{ id: 'a' }], next: 'https://api.example.com/agents' }],
	])('names no field that it does not have where a list %s', async (_case, body) => {
		local.sandbox.setFaults([{ target: 'api', status: 200, body: JSON.stringify(body) }]);

		const { text } = await failureOf(
			run('triggers.new_agent.operation.perform', { authData, inputData: there('agent') }),
		);

		expect(text).toContain("VIVI's list");
		expect(text).not.toMatch(/'Search'|Set a limit/);
	});

	it.each([403, 404, 410])('skips a workspace that answers %d, and says so', async (status) => {
		// Where the platform writes the log to as well.
		jest.spyOn(console, 'log').mockImplementation(() => {});
		const [own, other] = local.sandbox.data.list('workspace').map(({ id }) => String(id));
		local.sandbox.setFaults([{ target: 'api', pathIncludes: `${other}/agents`, status }]);
		const zap = new Zap('new_agent', { authData });
		await zap.turnOn();
		const made = local.sandbox.data.insert('agent', { name: 'Here' }, { workspaceId: own! });
		local.sandbox.data.insert('agent', { name: 'There' }, { workspaceId: other! });

		expect((await zap.poll()).map(({ id }) => id)).toEqual([made['id']]);
		const log: LogLine[] = [];
		await run('triggers.new_agent.operation.perform', { authData }, log);
		expect(log.map(([line]) => line)).toContainEqual(
			expect.stringContaining(`Workspace ${other} was skipped`),
		);
	});

	it('fails when no workspace can be read, and when the one that is chosen cannot', async () => {
		local.sandbox.setFaults([{ target: 'api', pathIncludes: '/agents', status: 403 }]);
		for (const inputData of [{}, there('agent')]) {
			const zap = new Zap('new_agent', { authData, inputData });
			expect(await failureOf(zap.turnOn())).toMatchObject({ name: 'AppError' });
		}
	});

	it('tells records of two workspaces apart that have the same ID', async () => {
		const zap = new Zap('new_agent', { authData });
		await zap.turnOn();
		const [one, other] = local.sandbox.data.list('workspace').map(({ id }) => String(id));
		for (const workspaceId of [one!, other!]) {
			local.sandbox.data.insert('agent', { id: 'same', name: 'Same' }, { workspaceId });
		}

		const told = await zap.poll();
		expect(told.map(({ id, workspaceId }) => [id, workspaceId]).sort()).toEqual(
			[one, other].map((workspaceId) => ['same', workspaceId]).sort(),
		);
	});

	it.each([null, '', 7, { id: 'w' }])(
		'knows the place of a record that says %j of it',
		async (workspaceId) => {
			local.sandbox.setFaults([
				{
					target: 'api',
					pathIncludes: '/agents',
					body: JSON.stringify([{ id: 'a', workspaceId }]),
				},
			]);
			const found = await new Zap('new_agent', { authData, inputData: there('agent') }).examples();
			expect(found).toEqual([{ id: 'a', workspaceId: local.sandbox.defaultWorkspaceId }]);
		},
	);

	it('tells of a record that is nested without end, and of the others beside it', async () => {
		const answer = (middle: string, name: string) => {
			const tree = `${'['.repeat(10_000)}${middle}${']'.repeat(10_000)}`;
			const body = `[{"id":"deep","tree":${tree}},{"id":"a","name":"${name}"}]`;
			local.sandbox.setFaults([{ target: 'api', pathIncludes: '/agents', body }]);
		};
		const zap = new Zap('updated_agent', { authData, inputData: there('agent') });
		const told = async () => (await zap.poll()).map(({ id }) => id);
		answer('1', 'Anna');
		await zap.turnOn();
		answer('1', 'Anne');
		expect(await told()).toEqual(['a']);
		answer('2', 'Anne');
		expect(await told()).toEqual(['deep']);
	});

	it('watches its own workspace with a Workspace API key', async () => {
		const own = await connect(keyOf(local.sandbox, 'workspace'));
		const zap = new Zap('new_agent', { authData: own });
		await zap.turnOn();
		const made = local.sandbox.data.insert('agent', { name: 'Here' });

		expect((await zap.poll()).map(({ id }) => id)).toEqual([made['id']]);
	});

	it('works without any time in the records', async () => {
		const workspaceId = local.sandbox.defaultWorkspaceId;
		const timeless = () =>
			local.sandbox.data.list('prompt').forEach(({ id }) => {
				local.sandbox.data.update('prompt', String(id), { createdAt: null, updatedAt: null });
			});
		timeless();
		const added = new Zap('new_prompt', { authData, inputData: { workspace_id: workspaceId } });
		const changed = new Zap('updated_prompt', {
			authData,
			inputData: { workspace_id: workspaceId },
		});
		await added.turnOn();
		await changed.turnOn();
		const made = local.sandbox.data.insert('prompt', { name: 'New' });
		timeless();

		expect((await added.poll()).map(({ id }) => id)).toEqual([made['id']]);
		// A new one cannot be told from a changed one then.
		expect((await changed.poll()).map(({ id }) => id)).toEqual([made['id']]);
		local.sandbox.data.update('prompt', String(made['id']), { content: 'Other', updatedAt: null });
		expect((await changed.poll()).map(({ content }) => content)).toEqual(['Other']);
		expect(await added.poll()).toEqual([]);
	});

	it.each(['new_user', 'updated_user'])('%s goes on with records without an ID', async (key) => {
		const pending = { email: 'ada@example.com', createdAt: '2026-03-01T08:00:00Z' };
		const show = (...records: JsonObject[]) =>
			local.sandbox.setFaults([
				{ target: 'api', pathIncludes: '/users', status: 200, body: JSON.stringify(records) },
			]);
		const zap = new Zap(key, { authData, inputData: there('user') });
		show({ id: 'u1' });
		await zap.turnOn();
		show({ id: 'u1' }, pending, { ...pending, email: 'eva@example.com' }, { id: 'u2' });
		const told = await zap.poll();
		expect(told.map(({ email = null }) => email).sort()).toEqual([
			...['ada@example.com', 'eva@example.com'],
			null,
		]);
		expect(new Set(told.map(({ id }) => id)).size).toBe(3);
		expect(await zap.poll()).toEqual([]);
	});

	it('fails rather than to show a part of a list', async () => {
		local.sandbox.setListStyle({ defaultLimit: 3, maxLimit: 3 });
		const zap = new Zap('new_agent', { authData, inputData: there('agent') });
		local.sandbox.setFaults([{ target: 'api', skip: 1, status: 500 }]);

		expect(await failureOf(zap.turnOn())).toMatchObject({ name: 'ThrottledError' });
	});
});

describe('an account with many workspaces', () => {
	const many = useSandbox({ workspaces: 12, agents: 0 });

	it('shows examples of the first one that has any', async () => {
		const own = await connect(keyOf(many.sandbox));
		const last = many.sandbox.data.list('workspace').at(-1)!;
		const workspaceId = String(last['id']);
		for (const { id } of many.sandbox.data.list('agent')) {
			many.sandbox.data.remove('agent', String(id));
		}
		const made = many.sandbox.data.insert('agent', { name: 'Far away' }, { workspaceId });

		const examples = await new Zap('new_agent', { authData: own }).examples();

		expect(examples).toEqual([expect.objectContaining({ id: made['id'], workspaceId })]);
	});
});
