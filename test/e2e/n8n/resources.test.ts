import { SECOND_PREFIX } from '../../../sandbox/second-personality';
import { startSandbox, type Sandbox } from '../../../sandbox/server';
import type { ResourceName } from '../../../vivi/catalogue/types';
import { addressMapOf } from '../../support/address-map';
import { credentialData } from './support/credential-data';
import { startTestN8n, type TestN8n } from './support/test-n8n';

jest.setTimeout(180_000);

let sandbox: Sandbox;
let n8n: TestN8n;
let credential: { id: string; name: string };

beforeAll(async () => {
	n8n = await startTestN8n();
}, 900_000);

afterAll(async () => await n8n?.stop());

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
/** What the node of that name gave. */
const from = (node: string, field = 'id') => `={{ $('${node}').first().json.${field} }}`;
const node = (name: string, type: string, parameters: object, more: object = {}) => ({
	...{ id: name, name, type, typeVersion: 1, position: [0, 0], parameters },
	...more,
});

/**
 * Runs the operations of a resource one after the other in one workflow.
 * @param before further nodes between the trigger and the operations
 * @returns the items each gave, by the operation's name
 */
async function run(
	resource: string,
	steps: Array<[operation: string, parameters: object]>,
	before: Array<ReturnType<typeof node>> = [],
) {
	const workspaceId = byId(sandbox.defaultWorkspaceId);
	const credentials = { viviApi: { id: credential.id, name: credential.name } };
	const nodes = [
		node('Start', 'n8n-nodes-base.manualTrigger', {}),
		...before,
		...steps.map(([operation, parameters]) =>
			node(
				operation,
				'n8n-nodes-vivi.vivi',
				{ resource, operation, workspaceId, options: {}, ...parameters },
				{ credentials, executeOnce: true },
			),
		),
	];
	const names = nodes.map(({ name }) => name);
	const workflow = await n8n.rest.saveWorkflow({
		name: resource,
		nodes,
		connections: Object.fromEntries(
			names
				.slice(0, -1)
				.map((name, at) => [name, { main: [[{ node: names[at + 1]!, type: 'main', index: 0 }]] }]),
		),
	});
	const { status, resultData } = await n8n.rest.run(workflow, 'Start');
	expect([status, resultData.error?.message]).toEqual(['success', undefined]);
	return Object.fromEntries(
		steps.map(([operation]) => [
			operation,
			(resultData.runData[operation]?.[0]?.data?.main[0] ?? []).map(
				({ json }) => json as Record<string, unknown>,
			),
		]),
	);
}

/** Create, Get, Update, Get Many and Delete of one record. */
async function lifeCycle(resource: string, idField: string, fields: object) {
	const id = { [idField]: byId(from('create')) };
	const given = await run(resource, [
		['create', fields],
		['get', id],
		['update', { ...id, additionalFields: { name: 'Renamed' } }],
		['getAll', { returnAll: true, filters: { search: 'Renamed' } }],
		['delete', id],
	]);
	expect(given['get']![0]).toMatchObject({ id: given['create']![0]!['id'] });
	expect(given['update']![0]).toMatchObject({ name: 'Renamed' });
	expect(given['getAll']).toEqual([expect.objectContaining({ name: 'Renamed' })]);
	expect(given['delete']).toEqual([{ deleted: true }]);
	return given;
}

describe.each([
	['has its addresses where they are assumed', 'first', `/accounts/{accountId}/workspaces`],
	['differs, with the map that the doctor printed', 'second', `${SECOND_PREFIX}/workspaces`],
] as const)('a VIVI that %s', (_what, personality, workspaces) => {
	beforeAll(async () => {
		sandbox = await startSandbox({ personality });
		const addressMap = await addressMapOf(sandbox);
		expect(addressMap === '{}').toBe(personality === 'first');
		const name = `VIVI account, ${personality}`;
		const data = credentialData(sandbox, sandbox.keys.account, { addressMap });
		credential = { ...(await n8n.rest.saveCredential(name, 'viviApi', data)), name };
	});
	afterAll(async () => await sandbox?.close());

	test('workspace', async () => {
		await lifeCycle('workspace', 'workspaceId', {
			name: 'New workspace',
			additionalFields: { additionalProperties: '{"region":"eu"}' },
			workspaceId: byId(from('create')),
		});
	});

	test('agent', async () => {
		const promptId = String(sandbox.data.list('prompt')[0]!['id']);
		const { create } = await lifeCycle('agent', 'agentId', {
			name: 'New agent',
			additionalFields: { promptId: byId(promptId), citations: true },
		});
		expect(create![0]).toMatchObject({ promptId, citations: true });
	});

	test('agent: duplicate and publish', async () => {
		const agentId = byId(String(sandbox.data.list('agent')[0]!['id']));
		const { duplicate } = await run('agent', [
			['duplicate', { agentId, additionalFields: { name: 'The same again' } }],
			['publish', { agentId: byId(from('duplicate')), additionalFields: {} }],
		]);
		const [copy] = duplicate!;
		expect(copy).toMatchObject({ name: 'The same again' });
		expect(copy!['id']).not.toBe(agentId.value);
		expect(sandbox.data.get('agent', String(copy!['id']))).toMatchObject({ status: 'published' });
	});

	test('prompt: its versions, and away and back', async () => {
		const { id } = sandbox.data.insert('prompt', { name: 'Tone', content: 'First' });
		const prompt = { promptId: byId(String(id)), additionalFields: {} };
		const { getVersions } = await run('prompt', [
			['update', { ...prompt, additionalFields: { content: 'Second' } }],
			['rollBack', { ...prompt, version: 1 }],
			['lockVersion', { ...prompt, version: 3 }],
			['getVersions', { ...prompt, returnAll: true }],
			['archive', prompt],
			['restore', prompt],
		]);
		expect(getVersions).toMatchObject([
			{ version: 1, content: 'First', locked: false },
			{ version: 2, content: 'Second', locked: false },
			{ version: 3, content: 'First', locked: true },
		]);
		expect(sandbox.data.get('prompt', String(id))).toMatchObject({ archived: false });
	});

	test.each<[resource: ResourceName, matchBy: string, fields: Record<string, unknown>]>([
		['workspace', 'name', { name: 'Upserted', additionalFields: { description: 'New' } }],
		['agent', 'name', { name: 'Upserted', additionalFields: { citations: true } }],
		['prompt', 'name', { name: 'Upserted', content: 'New', additionalFields: {} }],
		['knowledgeBase', 'name', { name: 'Upserted', type: 'documents', additionalFields: {} }],
		['user', 'email', { email: 'ups@example.com', role: 'chatUser', additionalFields: {} }],
	])('%s: create or update by %s', async (resource, matchBy, fields) => {
		const before = sandbox.data.count(resource);
		const upsert = { matchBy, ...fields };
		const [isNew, isOld] = [
			(await run(resource, [['upsert', upsert]]))['upsert']![0]!,
			(await run(resource, [['upsert', upsert]]))['upsert']![0]!,
		];
		expect(isNew).toMatchObject({ isNew: true, [matchBy]: fields[matchBy] });
		expect(isOld).toMatchObject({ isNew: false, id: isNew['id'] });
		expect(sandbox.data.count(resource)).toBe(before + 1);
	});

	test('agents, filtered and sorted', async () => {
		const all = sandbox.data.list('agent').filter(({ status }) => status === 'draft');
		const expected = all
			.filter(({ createdAt }) => String(createdAt) >= '2026-02-01')
			.sort((a, b) => String(b['createdAt']).localeCompare(String(a['createdAt'])))
			.slice(0, 3);
		expect(expected).toHaveLength(3);
		const { getAll } = await run('agent', [
			[
				'getAll',
				{
					limit: 3,
					filters: { status: 'Draft', createdAfter: '2026-02-01T00:00:00Z' },
					options: { sortBy: 'createdDesc' },
				},
			],
		]);
		expect(getAll!.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
	});

	test('prompt', async () => {
		const content = 'Say {{name}} in a "friendly" way — Grüße';
		const fields = { name: 'New prompt', content, additionalFields: {} };
		const { create } = await lifeCycle('prompt', 'promptId', fields);
		expect(create![0]).toMatchObject({ content });
	});

	test('knowledge base', async () => {
		await lifeCycle('knowledgeBase', 'knowledgeBaseId', {
			name: 'New knowledge base',
			type: 'documents',
			additionalFields: {},
		});
	});

	test('knowledge base: reindex, and the files in one', async () => {
		const ofType = (type: string) =>
			byId(String(sandbox.data.list('knowledgeBase').find((one) => one['type'] === type)!['id']));
		sandbox.setWorkStyle({ workingMs: 0 });
		await run('knowledgeBase', [
			[
				'reindex',
				{ knowledgeBaseId: ofType('indexedWebsite'), scope: 'site', additionalFields: {} },
			],
		]);

		const knowledgeBaseId = ofType('documents');
		const text = node(
			'Text',
			'n8n-nodes-base.set',
			{ mode: 'raw', jsonOutput: '{"a":"Grüße"}' },
			{ typeVersion: 3.4 },
		);
		const toFile = node(
			'To file',
			'n8n-nodes-base.convertToFile',
			{ operation: 'toText', sourceProperty: 'a', options: { fileName: 'Grüße.txt' } },
			{ typeVersion: 1.1 },
		);
		const given = await run(
			'file',
			[
				['upload', { knowledgeBaseId, binaryPropertyName: 'data', waitUntilDone: true }],
				['get', { knowledgeBaseId, fileId: byId(from('upload')), waitUntilDone: true }],
				['download', { knowledgeBaseId, fileId: byId(from('upload')) }],
				['getAll', { knowledgeBaseId, returnAll: true, filters: {} }],
				['delete', { knowledgeBaseId, fileId: byId(from('upload')) }],
			],
			[text, toFile],
		);
		const uploaded = {
			name: 'Grüße.txt',
			mimeType: 'text/plain',
			size: Buffer.byteLength('Grüße'),
		};
		for (const operation of ['upload', 'get', 'download']) {
			expect(given[operation]![0]).toMatchObject({ ...uploaded, status: 'ready' });
		}
		expect(given['getAll']).toContainEqual(expect.objectContaining(uploaded));
		expect(given['delete']).toEqual([{ deleted: true }]);
	});

	test('user', async () => {
		const userId = byId(from('invite'));
		const given = await run('user', [
			['invite', { email: 'grace@example.com', role: 'agentManager', additionalFields: {} }],
			['updateRole', { userId, role: 'contentManager', additionalFields: {} }],
			['getAll', { returnAll: true, filters: {} }],
			['remove', { userId }],
		]);
		expect(given['updateRole']![0]).toMatchObject({ role: 'contentManager' });
		expect(given['remove']).toEqual([{ deleted: true }]);
	});

	test('channel and thread', async () => {
		const channels = await run('channel', [
			['getAll', { limit: 2, filters: {} }],
			['get', { channelId: byId(from('getAll')) }],
		]);
		expect(channels['getAll']).toHaveLength(2);
		expect(channels['get']![0]).toMatchObject({ id: channels['getAll']![0]!['id'] });

		const threads = await run('thread', [
			['getAll', { limit: 1, filters: {} }],
			['get', { threadId: byId(from('getAll')) }],
			[
				'getMessages',
				{
					...{ threadId: byId(from('getAll')), limit: 1, filters: { role: 'agent' } },
					options: { sortBy: 'createdDesc' },
				},
			],
			['delete', { threadId: byId(from('getAll')) }],
		]);
		expect(threads['getMessages']).toEqual([expect.objectContaining({ role: 'agent' })]);
		expect(threads['delete']).toEqual([{ deleted: true }]);
	});

	test('report and API request', async () => {
		const { generate } = await run('report', [
			['generate', { format: 'markdown', workspaceIds: [] }],
		]);
		expect(String(generate![0]!['text'])).toContain('agents');
		const { send } = await run('apiRequest', [['send', { method: 'GET', path: workspaces }]]);
		expect(send).toHaveLength(1);
	});

	/** Asks for a locator's list as the editor does. */
	async function locatorList(methodName: string, parameters: object, more: object = {}) {
		return await n8n.rest.call<{
			results: Array<{ name: string; value: string }>;
			paginationToken?: string;
		}>('POST', '/dynamic-node-parameters/resource-locator-results', {
			path: 'parameters.agentId',
			methodName,
			currentNodeParameters: { resource: 'agent', operation: 'get', ...parameters },
			nodeTypeAndVersion: { name: 'n8n-nodes-vivi.vivi', version: 1 },
			credentials: { viviApi: { id: credential.id, name: credential.name } },
			...more,
		});
	}

	test('the lists of the editor: page by page, searched, and with a text when they fail', async () => {
		const workspaceId = byId(sandbox.defaultWorkspaceId);
		const first = await locatorList('searchAgents', { workspaceId });
		expect(first.results).toHaveLength(100);
		const second = await locatorList(
			'searchAgents',
			{ workspaceId },
			{ paginationToken: first.paginationToken },
		);
		const all = new Set([...first.results, ...second.results].map(({ value }) => value));
		expect(all.size).toBe(100 + second.results.length);

		const { name } = second.results[0]!;
		const found = await locatorList('searchAgents', { workspaceId }, { filter: name });
		expect(found.results.map((result) => result.name)).toContain(name);

		await expect(locatorList('searchAgents', { workspaceId: byId('') })).rejects.toThrow(
			/Choose a workspace first/,
		);
	});
});
