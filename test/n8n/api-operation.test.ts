import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import type { INodeCredentials, INodeParameters, ResourceMapperFields } from 'n8n-workflow';

import { OPERATION_FIELDS, SEARCH_OPERATIONS } from '../../nodes/Vivi/description/api-operation';
import { documentsKnowledgeBase } from '../support/documents-knowledge-base';
import { useServer } from '../support/local-server';
import { fileItem } from './support/engine';
import { useEngine } from './support/use-engine';

const local = useEngine();

/** A host that serves a description, and sees what it is asked with. */
const host = useServer(({ headers }, response) => {
	asked.push(headers);
	response.setHeader('content-type', 'application/json').end(JSON.stringify(description));
});
let asked: IncomingHttpHeaders[] = [];
let description: object = {};
let credentials: INodeCredentials;

beforeAll(async () => {
	credentials = await local.engine.viviCredential(undefined, {
		apiDescriptionUrl: `${local.sandbox.url}/openapi.json`,
	});
});
beforeEach(() => void (asked = []));

const ACCOUNT = '/accounts/{accountId}';
const AGENTS = `${ACCOUNT}/workspaces/{workspaceId}/agents`;
const workspaceId = () => local.sandbox.defaultWorkspaceId;

/** The parameters of the node as the editor makes them: an operation, and the fields it has. */
async function form(operation: string, value: Record<string, unknown>, more: INodeParameters = {}) {
	const parameters = {
		...{ resource: 'apiOperation', operation: 'run' },
		apiOperation: { __rl: true, mode: 'list', value: operation },
		...more,
	};
	const { fields } = await local.engine.fields(OPERATION_FIELDS, { parameters, credentials });
	// As the editor does it, with what a person adds.
	const schema = fields.map((field) => ({
		...field,
		removed: field.removed && !(field.id in value),
	}));
	const mapper = { mappingMode: 'defineBelow', value, schema, matchingColumns: [] };
	return { ...parameters, fields: mapper } as unknown as INodeParameters;
}

async function run(
	operation: string,
	value: Record<string, unknown> = {},
	more: INodeParameters = {},
	items?: Parameters<typeof local.engine.run>[1],
) {
	return await local.engine.run(await form(operation, value, more), items, { credentials });
}

const search = async (filter?: string, options: object = {}) =>
	await local.engine.search(SEARCH_OPERATIONS, {
		parameters: { options } as INodeParameters,
		credentials,
		...(filter !== undefined && { filter }),
	});
const fieldsOf = async (operation: string, options: object = {}): Promise<ResourceMapperFields> =>
	await local.engine.fields(OPERATION_FIELDS, {
		parameters: { apiOperation: { __rl: true, mode: 'name', value: operation }, options } as never,
		credentials,
	});

describe('in the editor', () => {
	test('an operation has its fields; what the connection knows need not be filled in', async () => {
		const { fields } = await fieldsOf(`POST ${AGENTS}`);
		const byId = Object.fromEntries(fields.map((field) => [field.id, field]));
		expect(byId['path.accountId']).toMatchObject({ required: false, removed: true });
		expect(byId['path.workspaceId']).toMatchObject({ required: true, removed: false });
		expect(byId['body.name']).toMatchObject({
			displayName: 'Name',
			type: 'string',
			required: true,
		});
		expect(byId['body']).toMatchObject({ type: 'object', removed: true });
		// A boolean that stands there is sent, as false.
		const shown = fields.filter(({ removed }) => removed !== true);
		expect(shown.map(({ required }) => required)).toEqual(shown.map(() => true));
	});

	test('the token goes to its own host alone', async () => {
		description = {
			openapi: '3.0.0',
			servers: [{ url: `${host.url}/stolen` }],
			paths: { '/agents': { get: {} } },
		};
		const { results } = await search('', { apiDescriptionUrl: `${host.url}/openapi.json` });
		expect(results.map(({ value }) => value)).toEqual(['GET /stolen/agents']);
		expect(asked).toHaveLength(1);
		expect(asked[0]).not.toHaveProperty('authorization');
		// It does not go there when the operation runs, either: only the servers' path counts.
		const { error } = await run('GET /stolen/agents');
		expect(error?.message).toContain("'API Operation: GET /stolen/agents'");
		expect(asked).toHaveLength(1);
	});

	test('it says what has to be done where nothing can be listed', async () => {
		expect(await fieldsOf('')).toMatchObject({
			emptyFieldsNotice: expect.stringMatching(/Choose/) as string,
		});
		expect(await fieldsOf('={{ $json.operation }}')).toMatchObject({
			fields: [],
			emptyFieldsNotice: expect.stringMatching(/expression/) as string,
		});
		await expect(fieldsOf('agents')).rejects.toThrow(/POST \/agents\/\{agentId\}/);
	});
});

describe('when it runs', () => {
	const agents = () => local.sandbox.data.list('agent', { workspaceId: workspaceId() });

	test('a list is read on to its end, or up to the limit', async () => {
		local.sandbox.setListStyle({ defaultLimit: 7 });
		const all = await run(
			`GET ${AGENTS}`,
			{ 'path.workspaceId': workspaceId() },
			{ returnAll: true },
		);
		expect(all.error).toBeUndefined();
		expect(all.items.map(({ json }) => json['id'])).toEqual(agents().map(({ id }) => id));
		const some = await run(
			`GET ${AGENTS}`,
			{ 'path.workspaceId': workspaceId() },
			{ returnAll: false, limit: 9 },
		);
		expect(some.items).toHaveLength(9);
		expect(some.items[0]).toMatchObject({ pairedItem: { item: 0 } });
	});

	test('creates, changes, gets and deletes, each with the values of its item', async () => {
		const value = { 'path.workspaceId': workspaceId(), 'body.name': '={{ $json.name }}' };
		const made = await run(
			`POST ${AGENTS}`,
			{ ...value, body: '{ "extra": { "nested": [1] } }' },
			{},
			['Ada', 'Grace'].map((name) => ({ json: { name } })),
		);
		expect(made.error).toBeUndefined();
		expect(made.items).toMatchObject([
			{ json: { name: 'Ada', extra: { nested: [1] } }, pairedItem: { item: 0 } },
			{ json: { name: 'Grace' }, pairedItem: { item: 1 } },
		]);
		const ids = { 'path.workspaceId': workspaceId(), 'path.agentId': made.items[0]!.json['id'] };
		const one = `${AGENTS}/{agentId}`;
		const changed = await run(`PATCH ${one}`, { ...ids, 'body.name': 'Ada L.' });
		expect(changed.items[0]!.json).toMatchObject({ name: 'Ada L.' });
		expect((await run(`GET ${one}`, ids)).items).toMatchObject([{ json: { name: 'Ada L.' } }]);
		expect((await run(`DELETE ${one}`, ids)).items).toMatchObject([{ json: { deleted: true } }]);
		const { error } = await run(`GET ${one}`, ids);
		expect(error).toMatchObject({ httpCode: '404', context: { itemIndex: 0 } });
	});

	test('a file goes up as it is, and comes down with its name', async () => {
		const knowledgeBaseId = documentsKnowledgeBase(local.sandbox);
		const operation = `POST ${ACCOUNT}/workspaces/{workspaceId}/knowledge-bases/{knowledgeBaseId}/files`;
		const ids = { 'path.workspaceId': workspaceId(), 'path.knowledgeBaseId': knowledgeBaseId };
		const content = Buffer.from([0, 13, 10, 255]);
		const file = fileItem(content, { fileName: 'a.pdf', mimeType: 'application/pdf' });
		const up = await run(operation, { ...ids, 'file.file': 'data' }, {}, [file]);
		expect(up.error).toBeUndefined();
		const sha256 = createHash('sha256').update(content).digest('hex');
		expect(local.sandbox.data.upload(String(up.items[0]!.json['id']))?.sha256).toBe(sha256);

		local.sandbox.setFaults([
			{
				target: 'api',
				status: 200,
				body: '%PDF',
				headers: {
					'content-type': 'application/pdf',
					'content-disposition': 'attachment; filename="b.pdf"',
				},
			},
		]);
		const down = await run('GET /files/7/content');
		expect(down.items[0]!.binary!['data']).toMatchObject({
			fileName: 'b.pdf',
			mimeType: 'application/pdf',
			data: Buffer.from('%PDF').toString('base64'),
		});
	});

	test('it needs neither the description nor the kept fields', async () => {
		const away = await local.engine.viviCredential(undefined, {
			apiDescriptionUrl: 'http://127.0.0.1:9/x',
		});
		const { items, error } = await local.engine.run(
			{
				...{ resource: 'apiOperation', operation: 'run' },
				apiOperation: { __rl: true, mode: 'name', value: `post ${AGENTS}` },
				fields: {
					mappingMode: 'defineBelow',
					value: { 'path.workspaceId': workspaceId(), 'body.name': 'By hand' },
					schema: [],
				},
			} as never,
			undefined,
			{ credentials: away },
		);
		expect(error).toBeUndefined();
		expect(items).toMatchObject([{ json: { name: 'By hand' } }]);
	});

	test('what is required, and what is of another type, is named before anything is sent', async () => {
		local.sandbox.resetStats();
		const nothing = '={{ $json.nothing }}';
		const noName = await run(`POST ${AGENTS}`, {
			'path.workspaceId': workspaceId(),
			'body.name': nothing,
		});
		expect(noName.error?.message).toContain('body.name');
		const noId = await run(`POST ${AGENTS}`, {
			'path.workspaceId': '={{ " " }}',
			'body.name': 'x',
		});
		expect(noId.error?.message).toBe("'Workspace ID' is empty. [item 0]");
		const apiOperation = { __rl: true, mode: 'name', value: '={{ "nonsense" }}' };
		const parameters = { resource: 'apiOperation', operation: 'run', apiOperation };
		const typed = await local.engine.run(parameters, undefined, { credentials });
		expect(typed.error?.message).toContain("'API Operation' is not a method and a path");
		expect(local.sandbox.stats().apiCalls).toBe(0);
	});
});
