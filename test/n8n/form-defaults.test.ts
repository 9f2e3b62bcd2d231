import { ViviApi } from '../../credentials/ViviApi.credentials';
import { Vivi } from '../../nodes/Vivi/Vivi.node';
import { useEngine } from './support/use-engine';

/** What a form holds before anything is filled in, and what happens when it stays that way. */
const local = useEngine();
const { properties, version, defaultVersion } = new Vivi().description;
const shownFor = (name: string, resource: string) =>
	properties.find(
		(property) =>
			property.name === name && property.displayOptions?.show?.['resource']?.includes(resource),
	)!;

it('no role is chosen for the person, and each says what it may do', () => {
	const role = shownFor('role', 'user');
	expect(role).toMatchObject({ default: '', required: true });
	expect(role.options!.filter((option) => !('description' in option))).toEqual([]);
});

it('a role that nobody chose is an error', async () => {
	const invite = {
		...{ resource: 'user', operation: 'invite', email: 'ada@example.com' },
		workspaceId: { __rl: true, mode: 'id', value: local.sandbox.defaultWorkspaceId },
	};
	await expect(local.engine.run(invite)).rejects.toThrow('"Role" is required');
	const { error } = await local.engine.run({ ...invite, role: '={{ "" }}' });
	expect(error?.message).toContain("'Role' is empty.");
});

it.each(['indexedWebsite', 'realtimeWebsite'])(
	'a knowledge base of type %s asks for its URL',
	async (type) => {
		const url = shownFor('websiteUrl', 'knowledgeBase');
		expect(url.required).toBe(true);
		expect(url.displayOptions!.show!['type']).toContain(type);

		const call = {
			...{ resource: 'knowledgeBase', operation: 'create', name: 'Help', type },
			workspaceId: { __rl: true, mode: 'id', value: local.sandbox.defaultWorkspaceId },
		};
		await expect(local.engine.run(call)).rejects.toThrow('"Website URL" is required');
		const { error } = await local.engine.run({ ...call, websiteUrl: '={{ "" }}' });
		expect(error?.message).toContain("'Website URL' is empty.");
		const { items } = await local.engine.run({
			...call,
			websiteUrl: 'https://www.example.com/help',
		});
		expect(items[0]!.json).toMatchObject({ type, websiteUrl: 'https://www.example.com/help' });
	},
);

it("n8n adds no 'Custom API Call' beside API Request", () => {
	// Its condition (n8n 2.41.1, dist/load-nodes-and-credentials.js, injectCustomApiCallOptions).
	expect(defaultVersion === undefined || (defaultVersion as unknown) === version).toBe(false);
});

it('a workspace key asks for its workspace', () => {
	const field = new ViviApi().properties.find(({ name }) => name === 'workspaceId')!;
	expect(field).toMatchObject({
		required: true,
		displayOptions: { show: { keyType: ['workspace'] } },
	});
});

it('the filter that is used most is there without being added', () => {
	expect(shownFor('filters', 'agent').default).toEqual({ search: '' });
});

it('the record to delete has a hint that says what is lost with it', () => {
	const deleted = properties.filter(({ name, displayOptions: { show } = {} }) =>
		show?.['operation']?.includes('delete') ? name === `${String(show['resource']![0])}Id` : false,
	);
	expect(deleted.map(({ hint }) => hint)).toEqual(
		Array(6).fill(expect.stringMatching(/lost|lose|no /)),
	);
});
