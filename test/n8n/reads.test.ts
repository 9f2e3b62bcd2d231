import { startSandbox } from '../../sandbox/server';
import { until } from '../support/until';
import { useEngine } from './support/use-engine';

const local = useEngine();
const data = () => local.sandbox.data;
const workspaceId = () => ({ __rl: true, mode: 'id', value: local.sandbox.defaultWorkspaceId });
const getMany = (more: object = {}) => ({
	...{ resource: 'agent', operation: 'getAll', workspaceId: workspaceId() },
	...more,
});
const getAgent = (more: object = {}) => ({
	...{ resource: 'agent', operation: 'get', workspaceId: workspaceId() },
	agentId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	...more,
});
/** An item for each of so many agents. */
const agents = (count: number) =>
	data()
		.list('agent')
		.slice(0, count)
		.map(({ id }) => ({ json: { id: String(id) } }));

beforeEach(() => {
	local.sandbox.setFaults([]);
	local.sandbox.setLatency({ latencyMs: 0 });
	local.sandbox.setListStyle();
	local.sandbox.resetStats();
});

describe('many items', () => {
	it.each([
		['as many as VIVI takes', {}, 11, 60],
		['at most as many as the person wants', { concurrency: 4 }, 4, 4],
	])('are read side by side, %s, in order', async (_how, options, least, most) => {
		local.sandbox.setLatency({ latencyMs: 200 });
		const items = agents(60);
		const run = await local.engine.run(getAgent({ options }), items);
		expect(run.items.map(({ json, pairedItem }) => [json['id'], pairedItem])).toEqual(
			items.map(({ json }, item) => [json.id, { item }]),
		);
		const { maxInFlight } = local.sandbox.stats();
		expect(maxInFlight).toBeGreaterThanOrEqual(least);
		expect(maxInFlight).toBeLessThanOrEqual(most);
	});

	it('renew a token that expires amid them once, and all later ones use the new one', async () => {
		const { sandbox } = local;
		const key = sandbox.createKey({ name: 'expires amid many', keyType: 'account' });
		const credentials = await local.engine.viviCredential(key);
		sandbox.setLatency({ latencyMs: 20 });
		const items = [...agents(60), ...agents(60)];
		const ten = getAgent({ options: { concurrency: 10 } });
		const running = local.engine.run(ten, items, { credentials });
		await until(() => sandbox.stats().apiCalls >= 30);
		sandbox.expireTokens(key.id);

		const run = await running;
		expect(run.items.map(({ json }) => json['id'])).toEqual(items.map(({ json }) => json.id));
		expect(sandbox.stats().exchanges).toBe(2);
		// Refused were at most the ten that were under way, each sent a second time.
		expect(sandbox.stats().apiCalls).toBeLessThanOrEqual(items.length + 10);
	});

	it('are written one after the other', async () => {
		local.sandbox.setLatency({ latencyMs: 5 });
		const run = await local.engine.run(
			{ ...getMany({ operation: 'create' }), name: '=Agent {{ $json.n }}', additionalFields: {} },
			[0, 1, 2, 3].map((n) => ({ json: { n } })),
		);
		expect(run.items.map(({ json }) => json['name'])).toEqual(
			[0, 1, 2, 3].map((n) => `Agent ${n}`),
		);
		expect(local.sandbox.stats().maxInFlight).toBe(1);
	});

	it('are all held back by one 429, and none is lost', async () => {
		local.sandbox.setFaults([
			{ target: 'api', skip: 5, times: 1, status: 429, headers: { 'retry-after': '1' } },
		]);
		const items = agents(60);
		const start = Date.now();
		const run = await local.engine.run(getAgent(), items);
		expect(run.error).toBeUndefined();
		expect(run.items).toHaveLength(60);
		expect(Date.now() - start).toBeGreaterThanOrEqual(1000);
		// Only those in flight at that moment were answered before the pause.
		expect(local.sandbox.stats().apiCalls).toBe(61);
	});

	it('that go on after errors ask once where VIVI wants a longer wait than they may make', async () => {
		local.sandbox.setFaults([{ target: 'api', status: 429, headers: { 'retry-after': '3600' } }]);
		const run = await local.engine.run(getAgent({ options: { concurrency: 1 } }), agents(50), {
			onError: 'continueRegularOutput',
		});
		expect(run.items).toHaveLength(50);
		for (const { json } of run.items) {
			expect(json['error']).toContain('VIVI asked to slow down');
			expect(json['message']).toContain('Run it again in 60 minutes.');
		}
		expect(local.sandbox.stats().apiCalls).toBe(1);
	});

	it('with a key that is refused cost one exchange, not one each', async () => {
		const key = local.sandbox.createKey({ name: 'refused', keyType: 'account' });
		const credentials = await local.engine.viviCredential(key, { clientSecret: 'wrong' });
		const run = await local.engine.run(getAgent(), agents(50), { credentials });
		expect(run.error?.message).toContain('VIVI did not accept the Client ID and Client Secret.');
		expect(local.sandbox.stats()).toMatchObject({ exchanges: 1, apiCalls: 0 });
	});

	it('with a key that is refused cost one exchange also when they are to go on', async () => {
		const key = local.sandbox.createKey({ name: 'refused, goes on', keyType: 'account' });
		const credentials = await local.engine.viviCredential(key, { clientSecret: 'wrong' });
		const run = await local.engine.run(getAgent(), agents(50), {
			...{ credentials, onError: 'continueRegularOutput' },
		});
		expect(run.items).toHaveLength(50);
		for (const { json } of run.items) {
			expect(json['error']).toContain('VIVI did not accept the Client ID and Client Secret.');
		}
		expect(local.sandbox.stats()).toMatchObject({ exchanges: 1, apiCalls: 0 });
	});
});

describe('Get Many', () => {
	it.each([1, 99, 100, 101, 200])('stops exactly at a limit of %i', async (limit) => {
		const run = await local.engine.run(getMany({ limit }));
		expect(run.items.map(({ json }) => json['id'])).toEqual(
			data()
				.list('agent')
				.slice(0, limit)
				.map(({ id }) => id),
		);
		expect(local.sandbox.stats().apiCalls).toBe(Math.ceil(limit / 100));
	});

	it.each(['={{ "abc" }}', '={{ null }}', '={{ $json.missing }}'])(
		'says that %s is no limit, where it gave nothing, or everything',
		async (limit) => {
			const { error } = await local.engine.run(getMany({ limit }));
			expect(error?.message).toMatch(/^'Limit' is (empty|not a number)\. \[item 0\]$/);
			expect(local.sandbox.stats().apiCalls).toBe(0);
		},
	);

	it('does not return all when an expression gives the text "false"', async () => {
		const run = await local.engine.run(
			getMany({ returnAll: '={{ "false" }}', limit: '={{ "2" }}' }),
		);
		expect(run.items).toHaveLength(2);
	});

	it('does not simplify when an expression gives the text "false"', async () => {
		data().insert('agent', { id: 'whole', name: 'W', more: 1 });
		const run = await local.engine.run(getAgent({ simplify: '={{ "false" }}' }), [
			{ json: { id: 'whole' } },
		]);
		expect(run.items[0]!.json).toHaveProperty('more', 1);
	});

	it('filters', async () => {
		const { name } = data().list('agent')[7]!;
		const run = await local.engine.run(getMany({ filters: { search: name }, returnAll: true }));
		expect(run.items.length).toBeGreaterThan(0);
		expect(new Set(run.items.map(({ json }) => json['name']))).toEqual(new Set([name]));
	});

	it('filters by status and time, and sorts before the limit', async () => {
		const at = (createdAt: string) => ({ status: 'filtered', createdAt });
		for (const [name, createdAt] of [
			['Too early', '2026-03-09T23:59:59.999Z'],
			['Émile', '2026-03-10T00:00:00.000Z'],
			['Zoe 10', '2026-03-11T00:00:00.000Z'],
			['zoe 2', '2026-03-12T00:00:00.000Z'],
		] as const) {
			data().insert('agent', { name, ...at(createdAt) });
		}
		const filters = { status: ' Filtered', createdAfter: '={{ DateTime.utc(2026, 3, 10) }}' };
		const run = await local.engine.run(
			getMany({ filters, limit: 2, options: { sortBy: 'Name, Z to A' } }),
		);
		expect(run.error).toBeUndefined();
		expect(run.items.map(({ json }) => json['name'])).toEqual(['Zoe 10', 'zoe 2']);
		const all = await local.engine.run(getMany({ filters, returnAll: true }));
		expect(all.items.map(({ json }) => json['name'])).toEqual(['Émile', 'Zoe 10', 'zoe 2']);
	});

	it('gives the last messages of a thread, and those since a moment of one side', async () => {
		const threadId = String(data().insert('thread', { title: 'Long' })['id']);
		const at = (minute: number) => new Date(Date.UTC(2026, 4, 1, 10, minute)).toISOString();
		for (let minute = 0; minute < 6; minute++) {
			const role = minute % 2 === 0 ? 'user' : 'agent';
			data().insertMessage(threadId, { role, content: `${minute}`, createdAt: at(minute) });
		}
		const messages = async (more: object) => {
			const { items, error } = await local.engine.run({
				...{ resource: 'thread', operation: 'getMessages', workspaceId: workspaceId() },
				threadId: { __rl: true, mode: 'id', value: threadId },
				returnAll: true,
				...more,
			});
			expect(error).toBeUndefined();
			return items.map(({ json }) => json['content']);
		};
		const options = { sortBy: 'createdDesc' };
		expect(await messages({ returnAll: false, limit: 2, options })).toEqual(['5', '4']);
		expect(await messages({ filters: { createdAfter: at(2), role: 'agent' } })).toEqual(['3', '5']);
		expect(await messages({ filters: { createdBefore: at(1) } })).toEqual(['0']);
	});

	it('filters threads by the agent that was picked', async () => {
		const agentId = String(data().list('thread')[0]!['agentId']);
		const ofIt = data()
			.list('thread')
			.filter((one) => one['agentId'] === agentId);
		const filters = { agentId: { __rl: true, mode: 'list', value: agentId } };
		const run = await local.engine.run(getMany({ resource: 'thread', filters, returnAll: true }));
		expect(run.error).toBeUndefined();
		expect(run.items.map(({ json }) => json['id'])).toEqual(ofIt.map(({ id }) => id));
	});

	it.each(['ignored', 'refused'] as const)(
		'filters where the parameters are %s, and says so where nothing has that value',
		async (filters) => {
			local.sandbox.setListStyle({ filters });
			const drafts = await local.engine.run(
				getMany({ filters: { status: 'draft' }, returnAll: true }),
			);
			const expected = data()
				.list('agent')
				.filter(({ status }) => status === 'draft');
			expect(drafts.items).toHaveLength(expected.length);
			const none = await local.engine.run(getMany({ filters: { status: 'drafft' } }));
			expect(none.items).toEqual([]);
			expect(none.stored).toContain('None of the agents has the Status that was filled in.');
		},
	);

	it('gives few fields, or with Simplify off the record as it came', async () => {
		const [first] = data().list('agent');
		const simple = await local.engine.run(getMany({ limit: 1 }));
		const raw = await local.engine.run(getMany({ limit: 1, simplify: false }));
		expect(raw.items[0]!.json).toEqual(first);
		expect(Object.keys(simple.items[0]!.json).length).toBeLessThanOrEqual(10);
		expect(first).toMatchObject(simple.items[0]!.json);
	});

	it('tells of an address that is only assumed and not there', async () => {
		local.sandbox.setFaults([{ target: 'api', status: 404, body: '<html>Not Found</html>' }]);
		const { error } = await local.engine.run(getMany());
		expect(`${error?.message} ${error?.description}`).toMatch(/assumed[^]*API Request/);
	});
});

describe('a Workspace API key', () => {
	it('works in its own workspace, without one being chosen', async () => {
		const credentials = await local.engine.viviCredential(local.sandbox.keys.workspace);
		const none = { workspaceId: { __rl: true, mode: 'list', value: '' }, limit: 1 };
		const run = await local.engine.run({ ...getMany(), ...none }, undefined, { credentials });
		expect(run.items.map(({ json }) => json['id'])).toEqual([data().list('agent')[0]!['id']]);
	});

	it('cannot act on behalf of a user', async () => {
		const credentials = await local.engine.viviCredential(local.sandbox.keys.workspace);
		const create = { ...getMany({ operation: 'create' }), name: 'A', additionalFields: {} };
		const run = await local.engine.run({ ...create, options: { userId: 'usr' } }, undefined, {
			credentials,
		});
		expect(run.error?.message).toMatch(/Account API key/);
		expect(local.sandbox.stats().apiCalls).toBe(0);
	});
});

describe('an ID', () => {
	it.each(['../x', '..', 'a/../b', '%2e%2e/..', ''])('such as %j is refused', async (id) => {
		const run = await local.engine.run(getAgent(), [{ json: { id } }]);
		expect(run.error?.message).toMatch(/^'Agent( ID)?' /);
		expect(local.sandbox.stats().apiCalls).toBe(0);
	});

	it.each(['a b', 'é', '100%', 'a:b;c'])('such as %j is one segment', async (id) => {
		data().insert('agent', { id, name: 'Odd' });
		const run = await local.engine.run(getAgent(), [{ json: { id } }]);
		expect(run.items.map(({ json }) => json['id'])).toEqual([id]);
	});

	it('is taken out of a URL', async () => {
		const [{ id }] = data().list('agent') as [{ id: string }];
		const value = `${local.sandbox.url}/accounts/a/workspaces/b/agents/${id}?back=/agents/other`;
		const agentId = { __rl: true, mode: 'url', value };
		const run = await local.engine.run({ ...getAgent(), agentId });
		expect(run.items.map(({ json }) => json['id'])).toEqual([id]);
	});
});

describe('a list that does not say where it ends', () => {
	it.each(['silentOffset', 'silentPage', 'totalHeader'] as const)(
		'comes whole: %s',
		async (next) => {
			// A service of its own, since the process remembers what the other one takes.
			const sandbox = await startSandbox({ agents: 111, workspaces: 1 });
			try {
				sandbox.setListStyle({ container: 'array', next, maxLimit: 20, refusedLimit: 50 });
				const { accountId, url: baseUrl } = sandbox;
				const change = { accountId, baseUrl };
				const credentials = await local.engine.viviCredential(sandbox.keys.account, change);
				const workspaceId = { __rl: true, mode: 'id', value: sandbox.defaultWorkspaceId };
				const parameters = { ...getMany({ returnAll: true }), workspaceId };
				const run = await local.engine.run(parameters, undefined, { credentials });
				expect(run.items).toHaveLength(111);
				expect(run.stored).not.toContain('does not say whether');
			} finally {
				await sandbox.close();
			}
		},
	);

	it('says that there may be more where it cannot be asked, once for all items', async () => {
		local.sandbox.setListStyle({ container: 'array', next: 'none', maxLimit: 20 });
		const run = await local.engine.run(getMany({ returnAll: true }), [{ json: {} }, { json: {} }]);
		expect(run.items).toHaveLength(40);
		expect(run.stored.split('its list of agents ends after these 20 records')).toHaveLength(2);
	});
});
