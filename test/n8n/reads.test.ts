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

beforeEach(() => local.sandbox.setLatency({ latencyMs: 0 }));

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
		// At most the ten requests under way were refused, and each was sent once more.
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

	it('that go on after errors ask once where VIVI wants a longer wait than they may make', async () => {
		local.sandbox.setFaults([{ target: 'api', status: 429, headers: { 'retry-after': '3600' } }]);
		// Whatever their options, they share one key.
		const options = { concurrency: 1, timeout: '={{ 60 + $itemIndex % 2 }}' };
		const run = await local.engine.run(getAgent({ options }), agents(50), {
			onError: 'continueRegularOutput',
		});
		expect(run.items).toHaveLength(50);
		for (const { json } of run.items) {
			expect(json['error']).toContain('VIVI asked to slow down');
			expect(json['message']).toContain('Run it again in 60 minutes.');
		}
		expect(local.sandbox.stats().apiCalls).toBe(1);
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
	it('filters, by the values of each item', async () => {
		const names = [7, 8].map((at) => data().list('agent')[at]!['name']);
		const run = await local.engine.run(
			getMany({ filters: { search: '={{ $json.name }}' }, returnAll: true }),
			names.map((name) => ({ json: { name: String(name) } })),
		);
		for (const [item, name] of names.entries()) {
			const found = run.items.filter(({ pairedItem }) => pairedItem!['item' as never] === item);
			expect(new Set(found.map(({ json }) => json['name']))).toEqual(new Set([name]));
		}
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

	it('gives few fields, or with Simplify off the record as it came', async () => {
		const [first] = data().list('agent');
		const simple = await local.engine.run(getMany({ limit: 1 }));
		const raw = await local.engine.run(getMany({ limit: 1, simplify: false }));
		expect(raw.items[0]!.json).toEqual(first);
		expect(Object.keys(simple.items[0]!.json).length).toBeLessThanOrEqual(10);
		expect(first).toMatchObject(simple.items[0]!.json);
	});
});

describe('a Workspace API key', () => {
	it('works in its own workspace, without one being chosen', async () => {
		const credentials = await local.engine.viviCredential(local.sandbox.keys.workspace);
		const none = { workspaceId: { __rl: true, mode: 'list', value: '' }, limit: 1 };
		const run = await local.engine.run({ ...getMany(), ...none }, undefined, { credentials });
		expect(run.items.map(({ json }) => json['id'])).toEqual([data().list('agent')[0]!['id']]);
	});
});

describe('a list that does not say where it ends', () => {
	it('says that there may be more where it cannot be asked, once for all items', async () => {
		local.sandbox.setListStyle({ container: 'array', next: 'none', maxLimit: 20 });
		const run = await local.engine.run(getMany({ returnAll: true }), [{ json: {} }, { json: {} }]);
		expect(run.items).toHaveLength(40);
		expect(run.stored.split('its list of agents ends after these 20 records')).toHaveLength(2);
	});
});
