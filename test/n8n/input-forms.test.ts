import type { JsonValue } from '../../vivi/http/json';
import { useEngine } from './support/use-engine';

/** What people, expressions and language models fill in. All forms of each are tested in test/unit/input. */
const local = useEngine();
const locator = (mode: string, value: string) => ({ __rl: true, mode, value });
const workspace = () => locator('id', local.sandbox.defaultWorkspaceId);

describe('the ID of a record', () => {
	const IDS = ['agent:42', 'a b', 'ü', 'x/y', 'x%2Fy', 'x?y#z'];
	const get = (agentId: ReturnType<typeof locator>) => ({
		...{ resource: 'agent', operation: 'get', simplify: false },
		...{ workspaceId: workspace(), agentId },
	});
	const address = (id: string) =>
		`https://api.vivi.bot/accounts/a/workspaces/w/agents/${encodeURIComponent(id)}/settings`;

	beforeAll(() => {
		for (const id of IDS) local.sandbox.data.insert('agent', { id, name: `Agent ${id}` });
	});

	it.each(IDS)('%s is found by the address of the record, and from the list', async (id) => {
		const byAddress = await local.engine.run(get(locator('url', address(id))));
		const fromExpression = await local.engine.run(get(locator('url', '={{ $json.url }}')), [
			{ json: { url: ` ${address(id)}\u200b` } },
		]);
		const fromList = await local.engine.run(get(locator('list', id)));

		for (const { error, items } of [byAddress, fromExpression, fromList]) {
			expect(error).toBeUndefined();
			expect(items[0]!.json).toMatchObject({ id, name: `Agent ${id}` });
		}
	});

	it.each(['x/y', 'a\u0000', '../agents/1'])(
		'%j is refused from an expression, whatever the mode',
		async (id) => {
			for (const mode of ['id', 'list']) {
				const { error } = await local.engine.run(get(locator(mode, '={{ $json.id }}')), [
					{ json: { id } },
				]);
				expect(error?.message).toContain("'Agent ID' contains");
			}
			expect(local.sandbox.stats().apiCalls).toBe(0);
		},
	);

	it('is refused where an expression gives a record in its place, not left out', async () => {
		const { error } = await local.engine.run(
			{
				...{ resource: 'agent', operation: 'create', workspaceId: workspace(), name: 'New' },
				additionalFields: { promptId: '={{ $json.prompt }}' },
			},
			[{ json: { prompt: { id: 'prm_1' } } }],
		);
		expect(error?.message).toContain("'Prompt ID' is neither text nor a whole number.");
		expect(local.sandbox.stats().apiCalls).toBe(0);
	});

	it('above a list of the editor may be an address, too', async () => {
		const workspaceId = locator('url', `https://x.example/workspaces/${workspace().value}?tab=1`);
		const parameters = { resource: 'agent', operation: 'getAll', workspaceId };
		const { results } = await local.engine.search('searchAgents', { parameters });
		expect(results.length).toBeGreaterThan(0);
	});
});

describe('a choice', () => {
	it('keeps the field it asks for, however it is written', async () => {
		const knowledgeBase = local.sandbox.data.list('knowledgeBase')[0]!;
		const knowledgeBaseId = locator('id', String(knowledgeBase['id']));
		const url = 'https://www.example.com/help';
		const reindex = { resource: 'knowledgeBase', operation: 'reindex', knowledgeBaseId, url };
		const { error } = await local.engine.run(
			{ ...reindex, workspaceId: workspace(), scope: '={{ $json.scope }}' },
			[{ json: { scope: ' PAGE\u200b' } }],
		);
		expect(error).toBeUndefined();
		expect(lastBody('reindex')).toEqual({ scope: 'page', url });
	});

	it('of the resource or operation that is unknown names those that there are', async () => {
		const wrong = await local.engine.run({ resource: 'agents', operation: 'getAll' });
		expect(wrong.error?.message).toContain(`'Resource' is "agents", which is none of its choices`);
		expect(wrong.error?.description).toContain('Agent, ');
		const operation = await local.engine.run({ resource: 'agent', operation: 'purge' });
		expect(operation.error?.message).toContain(`'Operation' is "purge"`);
		expect(operation.error?.description).toContain('Get Many');
	});
});

describe('numbers, dates and yes or no', () => {
	const getMany = { resource: 'agent', operation: 'getAll' };

	it.each([
		[{ limit: 2.5 }, "'Limit' is not a whole number."],
		[{ limit: 0 }, "'Limit' is below 1."],
		[{ limit: -1 }, "'Limit' is below 1."],
		[{ limit: 1, options: { timeout: 0 } }, "'Timeout' is below 1."],
		[{ limit: 1, options: { timeout: 'soon' } }, "'Timeout' is not a number."],
		[{ limit: 1, returnAll: '={{ "all" }}' }, "'Return All' is neither true nor false."],
	])('%j is refused before anything is sent', async (parameters, text) => {
		const { error } = await local.engine.run({
			...getMany,
			workspaceId: workspace(),
			...parameters,
		});
		expect(error?.message).toContain(text);
		expect(local.sandbox.stats().apiCalls).toBe(0);
	});

	it('how many items run at once is one of them', async () => {
		const options = { concurrency: '={{ 1.5 }}' };
		const parameters = { ...getMany, workspaceId: workspace(), limit: 1, options };
		const { error } = await local.engine.run(parameters, [{ json: {} }, { json: {} }]);
		expect(error?.message).toContain("'Items at Once' is not a whole number.");
		expect(local.sandbox.stats().apiCalls).toBe(0);
	});

	it('what is wrong with all items is told to each where the node goes on', async () => {
		const parameters = { ...getMany, workspaceId: workspace(), options: { concurrency: 'many' } };
		const items = [{ json: {} }, { json: {} }];
		const settings = { onError: 'continueRegularOutput' } as const;
		const run = await local.engine.run(parameters, items, settings);
		expect(run.error).toBeUndefined();
		const error = expect.stringContaining("'Items at Once' is not a number") as string;
		expect(run.items).toMatchObject([
			{ json: { error }, pairedItem: { item: 0 } },
			{ json: { error }, pairedItem: { item: 1 } },
		]);
	});

	it('who a record is made for is text', async () => {
		const create = { resource: 'agent', operation: 'create', name: 'Ada' };
		const options = { userId: '={{ { id: 1 } }}' };
		const { error } = await local.engine.run({ ...create, workspaceId: workspace(), options });
		expect(error?.message).toContain("'Act on Behalf Of (User ID)' is not text.");
		expect(local.sandbox.stats().apiCalls).toBe(0);
	});

	it('yes and no are understood', async () => {
		const { items } = await local.engine.run({
			...{ ...getMany, workspaceId: workspace(), limit: 1 },
			...{ returnAll: '={{ "no" }}', simplify: '={{ "off" }}' },
		});
		expect(items).toHaveLength(1);
	});
});

it('a pasted credential is read without what shows nothing around it', async () => {
	const { accountId, url, keys } = local.sandbox;
	const { clientId, clientSecret, audience, tokenUrl } = keys.account;
	const pasted = Object.entries({
		clientId,
		clientSecret,
		audience,
		tokenUrl,
		accountId,
		baseUrl: url,
	});
	const stored = await local.engine.viviCredential(
		keys.account,
		Object.fromEntries(pasted.map(([name, value]) => [name, `\u200b ${value}\u00a0\ufeff`])),
	);
	const { error, items } = await local.engine.run(
		{ resource: 'workspace', operation: 'getAll', limit: 1 },
		undefined,
		{ credentials: stored },
	);
	expect(error).toBeUndefined();
	expect(items).toHaveLength(1);
});

function lastBody(part: string): JsonValue | undefined {
	return local.sandbox.stats().lastCalls.findLast(({ path }) => path.includes(part))?.body;
}
