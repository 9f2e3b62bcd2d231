import { resources } from '../../vivi/catalogue';
import { optionsMethod, searchMethod } from '../../nodes/Vivi/description/locator';
import { documentsKnowledgeBase } from '../support/documents-knowledge-base';
import type { EditorForm } from './support/engine';
import { useEngine } from './support/use-engine';

const local = useEngine();
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const form = (resource = 'agent') => ({
	resource,
	operation: 'getAll',
	workspaceId: byId(local.sandbox.defaultWorkspaceId),
	knowledgeBaseId: byId(documentsKnowledgeBase(local.sandbox)),
});

it.each(resources.map((resource) => [resource.plural, resource] as const))(
	'%s: the list of the locator and of the dropdown',
	async (_, resource) => {
		const parameters = form(resource.name);
		const scope = { knowledgeBaseId: parameters.knowledgeBaseId.value };
		const stored = local.sandbox.data.list(resource.name, resource.name === 'file' ? scope : {});
		const ids = stored.map(({ id }) => id);
		expect(ids.length).toBeGreaterThan(0);

		const { results } = await local.engine.search(searchMethod(resource), { parameters });
		expect(results.map(({ value }) => value)).toEqual(ids.slice(0, 100));
		const options = await local.engine.options(optionsMethod(resource), { parameters });
		expect(options.map(({ value }) => value)).toEqual(ids);
	},
);

it('what n8n would evaluate cannot be picked', async () => {
	const records = [
		{ id: '={{ $json.secret }}', name: 'Evil' },
		{ id: 'a', name: '={{ 1 }}' },
	];
	local.sandbox.setFaults([{ target: 'api', status: 200, body: JSON.stringify(records) }]);
	const parameters = form();
	const { results } = await local.engine.search('searchAgents', { parameters });
	expect(results).toEqual([{ name: '={{ 1 }}', value: 'a' }]);
	expect(await local.engine.options('getAgents', { parameters })).toEqual(results);
});

it('a list goes on where its last page ended', async () => {
	const parameters = form();
	const first = await local.engine.search('searchAgents', { parameters });
	const token = first.paginationToken as string;
	const second = await local.engine.search('searchAgents', { parameters, paginationToken: token });
	const agents = local.sandbox.data.list('agent');
	expect([...first.results, ...second.results].map(({ name }) => name)).toEqual(
		agents.slice(0, 200).map(({ name }) => name),
	);
});

it('a dropdown without pages shows the first of a long list, and says so', async () => {
	local.sandbox.setListStyle({ maxLimit: 1 });
	const options = await local.engine.options('getAgents', { parameters: form() });
	expect(options).toHaveLength(31);
	expect(options.at(-1)).toMatchObject({
		...{ name: expect.stringContaining('Only the first 30 agents'), value: '' },
	});
	expect(local.sandbox.stats().apiCalls).toBe(30);
});

it('a list is searched', async () => {
	local.sandbox.data.insert('agent', { name: 'Ωmega agent' });
	const { results } = await local.engine.search('searchAgents', {
		parameters: form(),
		filter: 'ωMEGA',
	});
	expect(results.map(({ name }) => name)).toEqual(['Ωmega agent']);
});

it.each([
	[
		'that is missing a choice above it',
		{ workspaceId: byId('') },
		[],
		/^Choose a workspace first\./,
	],
	['that the key may not read', {}, [{ target: 'api', status: 403 }], /permission/],
	['that VIVI cannot give', {}, [{ target: 'api', status: 404 }], /assumed/],
] as const)('a list %s says so', async (_, parameters, faults, text) => {
	local.sandbox.setFaults(faults);
	const editor = { parameters: { ...form(), ...parameters } };
	await expect(local.engine.search('searchAgents', editor)).rejects.toThrow(text);
	await expect(local.engine.options('getAgents', editor)).rejects.toThrow(text);
});

it('the trigger lists the records of all watched workspaces, or of the selected ones', async () => {
	const [own, other] = local.sandbox.data.list('workspace').map(({ id }) => String(id));
	const { id } = local.sandbox.data.insert('agent', { name: 'Elsewhere' }, { workspaceId: other! });
	const inOwn = local.sandbox.data.list('agent').map((agent) => agent['id']);
	const values = async (parameters: NonNullable<EditorForm['parameters']>) =>
		(await local.engine.options('getWatchedAgents', { node: 'viviTrigger', parameters })).map(
			({ value }) => value,
		);
	expect(await values({ workspaces: 'all', workspaceIds: [] })).toContain(id);
	expect(await values({ workspaces: 'selected', workspaceIds: [own!] })).toEqual(inOwn);
});
