import { useEngine } from './support/use-engine';

const local = useEngine();

const send = { resource: 'apiRequest', operation: 'send' };
const workspaces = () => `/accounts/${local.sandbox.accountId}/workspaces`;

/** The second of three items asks for a workspace that is not there. */
function threeItems() {
	const [first, second] = local.sandbox.data.list('workspace').map(({ id }) => id as string);
	return [first, 'ws_missing', second].map((id) => ({ json: { id } }));
}

const getOne = () => ({
	...send,
	method: 'GET',
	path: `=${workspaces()}/{{ $json.id }}`,
});

test("sends one request per item, with the item's own values", async () => {
	const agents = `${workspaces()}/${local.sandbox.defaultWorkspaceId}/agents`;
	const run = await local.engine.run(
		{
			...send,
			method: 'POST',
			path: agents,
			body: '={{ { name: $json.name } }}',
		},
		['Ada', 'Grace'].map((name) => ({ json: { name } })),
	);

	expect(run.error).toBeUndefined();
	expect(run.items).toMatchObject([
		{ json: { name: 'Ada' }, pairedItem: { item: 0 } },
		{ json: { name: 'Grace' }, pairedItem: { item: 1 } },
	]);
	for (const { json } of run.items) {
		expect(local.sandbox.data.get('agent', json['id'] as string)).toMatchObject({
			name: json['name'],
		});
	}
});

test('a failing item stops the workflow and is named', async () => {
	const run = await local.engine.run(getOne(), threeItems());

	expect(run.status).toBe('error');
	expect(run.items).toEqual([]);
	expect(run.error?.message).toContain('[Item 1]');
	expect(run.error).toMatchObject({ httpCode: '404', context: { itemIndex: 1 } });
});

test('On Error: Continue puts what went wrong in the place of the item', async () => {
	const items = threeItems();
	const run = await local.engine.run(getOne(), items, { onError: 'continueRegularOutput' });

	expect(run.status).toBe('success');
	expect(run.items).toMatchObject([
		{ json: { id: items[0]!.json.id }, pairedItem: { item: 0 } },
		{ pairedItem: { item: 1 } },
		{ json: { id: items[2]!.json.id }, pairedItem: { item: 2 } },
	]);
	expect(run.items[1]!.json).toEqual({
		error: expect.stringContaining('[Item 1]') as string,
		message: expect.stringContaining('Check the path, the IDs in it') as string,
		details: { httpCode: '404' },
	});
});

test('On Error: Continue (using error output) parts the failed items from the others', async () => {
	const items = threeItems();
	const run = await local.engine.run(getOne(), items, { onError: 'continueErrorOutput' });

	expect(run.status).toBe('success');
	expect(run.items.map(({ json }) => json['id'])).toEqual([items[0]!.json.id, items[2]!.json.id]);
	// n8n puts the item that went in beside what went wrong.
	expect(run.failed.map(({ json }) => json)).toEqual([
		{
			id: 'ws_missing',
			error: expect.stringContaining('[Item 1]') as string,
			message: expect.stringContaining('Check the path, the IDs in it') as string,
			details: { httpCode: '404' },
		},
	]);
});
