import { useEngine } from './support/use-engine';

const local = useEngine();

const getMany = { resource: 'workspace', operation: 'getAll' };
const ids = () => local.sandbox.data.list('workspace').map(({ id }) => id);

test('Get Many gives each item all workspaces, in order and paired with it', async () => {
	const run = await local.engine.run({ ...getMany, returnAll: true }, [{ json: {} }, { json: {} }]);

	expect(run.status).toBe('success');
	expect(run.items.map(({ json, pairedItem }) => [json['id'], pairedItem])).toEqual(
		[0, 1].flatMap((item) => ids().map((id) => [id, { item }])),
	);
});

test('Get Many reads its limit per item', async () => {
	const items = [1, 3].map((wanted) => ({ json: { wanted } }));
	const run = await local.engine.run({ ...getMany, limit: '={{ $json.wanted }}' }, items);

	expect(run.items.map(({ json }) => json['id'])).toEqual([
		...ids().slice(0, 1),
		...ids().slice(0, 3),
	]);
});

test('a later node finds the item that a workspace came from', async () => {
	const run = await local.engine.runWorkflow(
		{
			nodes: [
				{
					...{ id: '1', name: 'Regions', type: 'test.start', typeVersion: 1, position: [0, 0] },
					parameters: {},
				},
				{
					...{ id: '2', name: 'Get workspaces', type: 'n8n-nodes-vivi.vivi', typeVersion: 1 },
					position: [200, 0],
					parameters: { ...getMany, limit: 2 },
					credentials: await local.engine.viviCredential(),
				},
				{
					...{ id: '3', name: 'Label', type: 'test.evaluate', typeVersion: 1, position: [400, 0] },
					parameters: { value: "={{ $('Regions').item.json.region }}: {{ $json.id }}" },
				},
			],
			connections: {
				Regions: { main: [[{ node: 'Get workspaces', type: 'main', index: 0 }]] },
				'Get workspaces': { main: [[{ node: 'Label', type: 'main', index: 0 }]] },
			},
		},
		['north', 'south'].map((region) => ({ json: { region } })),
	);

	const [first, second] = ids();
	expect(run.outputs['Label']?.[0]?.map(({ json }) => json['value'])).toEqual([
		`north: ${first}`,
		`north: ${second}`,
		`south: ${first}`,
		`south: ${second}`,
	]);
});
