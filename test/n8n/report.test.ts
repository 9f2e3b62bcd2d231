import { useEngine } from './support/use-engine';
import { NODE, nodeAfterStart } from './support/workflow';

const local = useEngine();
const generate = (more: object = {}) => ({
	...{ resource: 'report', operation: 'generate', since: '', workspaceIds: [], format: 'items' },
	...more,
});

it('gives an item for each workspace and one with the total', async () => {
	const { items, error } = await local.engine.run(generate());
	expect(error).toBeUndefined();
	const workspaces = local.sandbox.data.list('workspace');
	expect(items.map(({ json }) => json['type'])).toEqual([
		...workspaces.map(() => 'workspace'),
		'total',
	]);
	const own = items.find(({ json }) => json['workspaceId'] === local.sandbox.defaultWorkspaceId);
	expect(own!.json).toMatchObject({
		agents: local.sandbox.data.count('agent'),
		users: local.sandbox.data.count('user'),
		createdCount: null,
	});
});

it("takes a time without a time zone, as the date picker gives it, as one of the workflow's", async () => {
	const account = await local.engine.viviCredential();
	const { outputs } = await local.engine.runWorkflow({
		...nodeAfterStart('vivi', generate({ since: '2026-03-01T02:00:00' }), account),
		settings: { timezone: 'Asia/Tokyo' },
	});
	expect(outputs[NODE]![0]!.at(-1)!.json).toMatchObject({
		type: 'total',
		since: '2026-02-28T17:00:00.000Z',
	});
});

it('compares with its last report, also for several items', async () => {
	const account = await local.engine.viviCredential();
	const staticData = {};
	const generated = async () => {
		const { outputs, error } = await local.engine.runWorkflow(
			{
				...nodeAfterStart(
					'vivi',
					generate({ compare: true, workspaceIds: '={{ $json.ids }}' }),
					account,
				),
				staticData,
			},
			[{ json: { ids: [] } }, { json: { ids: [local.sandbox.defaultWorkspaceId] } }],
		);
		expect(error).toBeUndefined();
		const totals = outputs[NODE]![0]!.map(({ json }) => json).filter(
			({ type }) => type === 'total',
		);
		expect(totals).toHaveLength(2);
		return totals;
	};
	for (const total of await generated()) {
		expect(total).toMatchObject({ comparedWith: null, previous: null, since: null });
	}
	expect(await generated()).toMatchObject([{ hasChanges: false }, { hasChanges: false }]);
	local.sandbox.data.insert('agent', { name: 'One more' });
	for (const total of await generated()) {
		const { comparedWith } = total;
		expect(total).toMatchObject({
			...{ since: comparedWith, hasChanges: true, createdCount: 1 },
			difference: { agents: 1, prompts: 0 },
		});
	}
	expect(JSON.stringify(staticData)).not.toContain('One more');
});

it('counts what is chosen, by values or labels', async () => {
	for (const counted of [['prompts', 'threads'], 'Prompts, Threads']) {
		const workspaceIds = [local.sandbox.defaultWorkspaceId];
		const { items } = await local.engine.run(generate({ counted, workspaceIds }));
		const { prompts, threads, agents } = items.at(-1)!.json;
		expect({ prompts, threads }).toEqual({
			prompts: local.sandbox.data.count('prompt'),
			threads: local.sandbox.data.count('thread'),
		});
		expect(agents).toBeUndefined();
	}
	const { error } = await local.engine.run(generate({ counted: ['skills'] }));
	expect(error?.message).toContain(`'Count' is "skills", which is none of its choices.`);
});

it('gives a file for spreadsheets, with the total beside it', async () => {
	const workspaceIds = [local.sandbox.defaultWorkspaceId];
	const { items } = await local.engine.run(generate({ format: 'csv', workspaceIds }));
	expect(items).toHaveLength(1);
	const { data } = items[0]!.binary!;
	expect(data).toMatchObject({ fileName: 'vivi-report.csv', mimeType: 'text/csv' });
	expect(Buffer.from(data!.data, 'base64').toString()).toContain('Customer Support,complete,');
	expect(items[0]!.json).toMatchObject({
		type: 'total',
		agents: local.sandbox.data.count('agent'),
	});
});
