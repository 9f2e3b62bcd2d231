import { startSandbox, type Sandbox } from '../../../sandbox/server';
import type { JsonObject } from '../../../vivi/http/json';
import { address, call, SMALL, tokenOf } from './support';

describe('lists', () => {
	let sandbox: Sandbox;
	let token: string;
	beforeAll(async () => {
		sandbox = await startSandbox(SMALL);
		token = await tokenOf(sandbox, sandbox.keys.account);
	});
	afterAll(async () => await sandbox.close());
	beforeEach(() => {
		sandbox.setListStyle();
		sandbox.data.clear('agent');
		sandbox.data.insertMany('agent', 25, (index) => ({ name: `Agent ${index + 1}` }));
	});

	const get = async (query: string) =>
		await call(`${address(sandbox, 'agents')}?${query}`, { token });
	const names = ({ data }: JsonObject) => (data as JsonObject[]).map(({ name }) => name);
	const all = Array.from({ length: 25 }, (_, index) => `Agent ${index + 1}`);

	it.each(['oldestFirst', 'newestFirst'] as const)(
		'neither repeat nor skip a record while others come and go (%s)',
		async (order) => {
			sandbox.setListStyle({ order });
			const expected = order === 'oldestFirst' ? all : all.toReversed();
			const first = await get('limit=10');
			for (const index of [0, 9, 12]) {
				const gone = sandbox.data.list('agent').find(({ name }) => name === expected[index])!;
				sandbox.data.remove('agent', String(gone.id));
			}
			sandbox.data.insert('agent', { name: 'Latecomer' });
			const rest = await get(`limit=50&cursor=${String(first.body.nextCursor)}`);

			expect([...names(first.body), ...names(rest.body)]).toEqual([
				...expected.filter((_, index) => index !== 12),
				...(order === 'oldestFirst' ? ['Latecomer'] : []),
			]);
			expect(rest.body.nextCursor).toBeNull();
		},
	);

	it('tell in a header how many there are, if a test asks for it', async () => {
		sandbox.setListStyle({ next: 'totalHeader' });
		expect((await get('limit=5&offset=20')).headers.get('x-total-count')).toBe('25');
	});

	it('search by name, whatever the case, page by page', async () => {
		const first = await get('search=AGENT%202&limit=4');
		expect(names(first.body)).toEqual(['Agent 2', 'Agent 20', 'Agent 21', 'Agent 22']);
		const second = await get(`search=AGENT%202&limit=4&cursor=${String(first.body.nextCursor)}`);
		expect(names(second.body)).toEqual(['Agent 23', 'Agent 24', 'Agent 25']);
		expect(second.body.nextCursor).toBeNull();
	});

	it('refuse what they cannot read', async () => {
		expect((await get('limit=ten')).status).toBe(400);
		expect((await get('limit=0')).status).toBe(400);
		sandbox.setListStyle({ refusedLimit: 50 });
		expect((await get('limit=51')).status).toBe(400);
		expect((await get('limit=50')).status).toBe(200);
		expect((await get('cursor=nonsense')).status).toBe(400);
	});

	it('serve 100,000 records cheaply and under different IDs', async () => {
		sandbox.data.clear('agent');
		sandbox.data.insertMany('agent', 100_000);
		const ids = new Set<unknown>();
		let cursor: unknown;
		let pages = 0;
		do {
			const { body } = await get(`limit=1000${cursor ? `&cursor=${String(cursor)}` : ''}`);
			for (const { id } of body.data as JsonObject[]) ids.add(id);
			cursor = body.nextCursor;
			pages++;
		} while (cursor);

		expect(pages).toBe(500);
		expect(ids.size).toBe(100_000);
		sandbox.data.clear('agent');
		// No clock: a sort or copy per page would take minutes, and jest gives up on it.
	}, 60_000);
});
