import { addressMapOf } from '../../support/address-map';
import { chain, manualStart, type Step } from './support/chain';
import { credentialData } from './support/credential-data';
import { useN8n } from './support/test-n8n';

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
/** The ID that the node of that name gave. */
const idFrom = (node: string) => byId(`={{ $('${node}').first().json.id }}`);

// Every operation runs in n8n's engine, see test/n8n/operations.test.ts and address-map.test.ts.
describe.each([
	['has its addresses where they are assumed', 'first'],
	['differs, with the map that the doctor printed', 'second'],
] as const)('a VIVI that %s', (_what, personality) => {
	const local = useN8n({ personality });
	let credentials: { viviApi: { id: string; name: string } };

	beforeAll(async () => {
		const { n8n, sandbox } = local;
		const addressMap = await addressMapOf(sandbox);
		expect(addressMap === '{}').toBe(personality === 'first');
		const data = credentialData(sandbox, sandbox.keys.account, { addressMap });
		const { id } = await n8n.rest.saveCredential('VIVI', 'viviApi', data);
		credentials = { viviApi: { id, name: 'VIVI' } };
	});

	/**
	 * Runs the operations of a resource one after the other in one workflow.
	 * @param before nodes between the trigger and the operations
	 * @returns the items of each operation, by its name
	 */
	async function run(
		resource: string,
		operations: Record<string, object>,
		before: readonly Step[] = [],
	) {
		const workspaceId = byId(local.sandbox.defaultWorkspaceId);
		const steps = Object.entries(operations).map(([operation, parameters]) => ({
			...{ name: operation, type: 'n8n-nodes-vivi.vivi', typeVersion: 1 },
			parameters: { resource, operation, workspaceId, options: {}, ...parameters },
			...{ credentials, executeOnce: true },
		}));
		const workflow = await local.n8n.rest.saveWorkflow(
			chain(resource, [manualStart, ...before, ...steps]),
		);
		const { status, resultData } = await local.n8n.rest.run(workflow, 'Start');
		expect([status, resultData.error?.message]).toEqual(['success', undefined]);
		return Object.fromEntries(
			steps.map(({ name }) => [
				name,
				resultData.runData[name]![0]!.data!.main[0]!.map(
					({ json }) => json as Record<string, unknown>,
				),
			]),
		);
	}

	test('the life of a record', async () => {
		const promptId = String(local.sandbox.data.list('prompt')[0]!['id']);
		const agentId = idFrom('create');
		const given = await run('agent', {
			create: {
				name: 'New agent',
				additionalFields: { promptId: byId(promptId), citations: true },
			},
			get: { agentId },
			update: { agentId, additionalFields: { name: 'Renamed' } },
			getAll: { returnAll: true, filters: { search: 'Renamed' } },
			delete: { agentId },
		});
		expect(given['create']).toMatchObject([{ promptId, citations: true }]);
		expect(given['get']).toMatchObject([{ id: given['create']![0]!['id'] }]);
		expect(given['update']).toMatchObject([{ name: 'Renamed' }]);
		expect(given['getAll']).toEqual([expect.objectContaining({ name: 'Renamed' })]);
		expect(given['delete']).toEqual([{ deleted: true }]);
	});

	test('a file there and back', async () => {
		const { data } = local.sandbox;
		const base = data.list('knowledgeBase').find(({ type }) => type === 'documents')!;
		const knowledgeBaseId = byId(String(base['id']));
		const file = { knowledgeBaseId, fileId: idFrom('upload') };
		local.sandbox.setWorkStyle({ workingMs: 0 });
		const given = await run(
			'file',
			{
				upload: { knowledgeBaseId, binaryPropertyName: 'data', waitUntilDone: true },
				get: { ...file, waitUntilDone: true },
				download: file,
				getAll: { knowledgeBaseId, returnAll: true, filters: {} },
				delete: file,
			},
			[
				{
					...{ name: 'Text', type: 'n8n-nodes-base.set', typeVersion: 3.4 },
					parameters: { mode: 'raw', jsonOutput: '{"a":"Grüße"}' },
				},
				{
					...{ name: 'To file', type: 'n8n-nodes-base.convertToFile', typeVersion: 1.1 },
					parameters: {
						...{ operation: 'toText', sourceProperty: 'a' },
						options: { fileName: 'Grüße.txt' },
					},
				},
			],
		);
		const uploaded = {
			...{ name: 'Grüße.txt', mimeType: 'text/plain' },
			...{ size: Buffer.byteLength('Grüße'), status: 'ready' },
		};
		for (const operation of ['upload', 'get', 'download']) {
			expect(given[operation]).toMatchObject([uploaded]);
		}
		expect(given['getAll']).toContainEqual(expect.objectContaining(uploaded));
		expect(given['delete']).toEqual([{ deleted: true }]);
	});

	test('the lists of the editor: page by page, searched, and with a text when they fail', async () => {
		const list = async (workspaceId: string, more: object = {}) =>
			await local.n8n.rest.call<{
				results: Array<{ name: string; value: string }>;
				paginationToken?: string;
			}>('POST', '/dynamic-node-parameters/resource-locator-results', {
				...{ path: 'parameters.agentId', methodName: 'searchAgents', credentials },
				currentNodeParameters: {
					...{ resource: 'agent', operation: 'get', workspaceId: byId(workspaceId) },
				},
				nodeTypeAndVersion: { name: 'n8n-nodes-vivi.vivi', version: 1 },
				...more,
			});
		const { defaultWorkspaceId } = local.sandbox;
		const first = await list(defaultWorkspaceId);
		expect(first.results).toHaveLength(100);
		const { paginationToken } = first;
		const second = await list(defaultWorkspaceId, { paginationToken });
		const all = new Set([...first.results, ...second.results].map(({ value }) => value));
		expect(all.size).toBe(100 + second.results.length);

		const { name } = second.results[0]!;
		const found = await list(defaultWorkspaceId, { filter: name });
		expect(found.results.map((result) => result.name)).toContain(name);
		await expect(list('')).rejects.toThrow(/Choose a workspace first/);
	});
});
