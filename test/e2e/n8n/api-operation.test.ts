import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';

import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { chain, manualStart, type Step } from './support/chain';
import { credentialData } from './support/credential-data';
import { startTestN8n, type TestN8n } from './support/test-n8n';

jest.setTimeout(180_000);

/** A VIVI that has all at other addresses than the catalogue assumes, and its own document. */
let sandbox: Sandbox;
let n8n: TestN8n;
let credential: { id: string; name: string };
/** Serves GitHub's document of 13 MB. */
let large: Server;
let largeUrl: string;

beforeAll(async () => {
	const folder = dirname(require.resolve('@octokit/openapi'));
	const text = readFileSync(join(folder, 'generated/api.github.com.json'));
	large = createServer(({ headers }, response) => {
		response.setHeader('etag', '"1"');
		response.statusCode = headers['if-none-match'] === '"1"' ? 304 : 200;
		response.end(response.statusCode === 200 ? text : undefined);
	}).listen(0, '127.0.0.1');
	await new Promise((resolve) => large.once('listening', resolve));
	largeUrl = `http://127.0.0.1:${(large.address() as AddressInfo).port}/openapi.json`;
	sandbox = await startSandbox({ personality: 'second' });
	n8n = await startTestN8n();
	const data = credentialData(sandbox, sandbox.keys.account, {
		apiDescriptionUrl: `${sandbox.url}/openapi.json`,
	});
	credential = { ...(await n8n.rest.saveCredential('VIVI', 'viviApi', data)), name: 'VIVI' };
}, 900_000);

afterAll(async () => {
	await n8n?.stop();
	await sandbox?.close();
	large?.close();
});

/** Calls a method of the node as the editor does. */
async function inEditor<Result>(kind: 'locator' | 'mapper', parameters: object, more: object = {}) {
	const [path, methodName, address] =
		kind === 'locator'
			? ['apiOperation', 'searchApiOperations', 'resource-locator-results']
			: ['fields', 'getApiOperationFields', 'resource-mapper-fields'];
	return await n8n.rest.call<Result>('POST', `/dynamic-node-parameters/${address}`, {
		path: `parameters.${path}`,
		methodName,
		currentNodeParameters: { resource: 'apiOperation', operation: 'run', ...parameters },
		nodeTypeAndVersion: { name: 'n8n-nodes-vivi.vivi', version: 1 },
		credentials: { viviApi: credential },
		...more,
	});
}

interface Field {
	id: string;
	removed?: boolean;
}

/** The operation that the list finds by these words, with the fields it then asks for. */
async function choose(words: string) {
	const { results } = await inEditor<{ results: Array<{ name: string; value: string }> }>(
		'locator',
		{},
		{ filter: words },
	);
	const [first] = results;
	const apiOperation = { __rl: true, mode: 'list', value: first!.value };
	const { fields } = await inEditor<{ fields: Field[] }>('mapper', { apiOperation });
	return { apiOperation, schema: fields };
}

async function step(
	name: string,
	words: string,
	value: Record<string, unknown>,
	more: object = {},
): Promise<Step> {
	const { apiOperation, schema } = await choose(words);
	const shown = schema.map((field) => ({
		...field,
		removed: field.removed && !(field.id in value),
	}));
	const fields = { mappingMode: 'defineBelow', value, schema: shown, matchingColumns: [] };
	return {
		name,
		type: 'n8n-nodes-vivi.vivi',
		typeVersion: 1,
		parameters: {
			...{ resource: 'apiOperation', operation: 'run', apiOperation, fields },
			...more,
		},
		credentials: { viviApi: credential },
	};
}

test('a list with its pages, a create, an update, a delete and a file there and back at the addresses of the document', async () => {
	const place = { 'path.workspace_id': sandbox.defaultWorkspaceId };
	const documents = sandbox.data.list('knowledgeBase').find(({ type }) => type === 'documents')!;
	const made = '={{ $("Create").item.json.agent.agent_id }}';
	sandbox.setListStyle({ defaultLimit: 2, maxLimit: 2 });
	const steps = [
		await step('Create', 'create agent post', {
			...place,
			'body.name': 'Ada',
			body: '{"extra":{"nested":[1]}}',
		}),
		await step('Update', 'update agent put', {
			...place,
			'path.agent_id': made,
			'body.name': 'Grace',
		}),
		await step('Delete', 'delete agent', { ...place, 'path.agent_id': made }),
		await step('List', 'get many agents', place, { returnAll: true }),
	];
	const file: Step[] = [
		{
			name: 'File',
			type: 'n8n-nodes-base.convertToFile',
			typeVersion: 1.1,
			parameters: { operation: 'toText', sourceProperty: 'name', options: { fileName: 'a.txt' } },
		},
		await step('Upload', 'upload', {
			...place,
			'path.kb_id': documents['id'],
			'file.document': 'data',
		}),
		await step('Download', 'download', {
			...place,
			'path.kb_id': documents['id'],
			'path.document_id': '={{ $json.document.document_id }}',
		}),
		{
			name: 'Text',
			type: 'n8n-nodes-base.extractFromFile',
			typeVersion: 1,
			parameters: { operation: 'text', options: {} },
		},
	];
	const workflow = await n8n.rest.saveWorkflow(
		chain('API Operation', [manualStart, steps[0]!, steps[1]!, steps[2]!, steps[3]!]),
	);
	const { status, resultData } = await n8n.rest.run(workflow, 'Start');
	expect([status, resultData.error?.message]).toEqual(['success', undefined]);
	const given = (name: string) =>
		resultData.runData[name]![0]!.data!.main[0]!.map(({ json }) => json as Record<string, never>);
	expect(given('Create')[0]!['agent']).toMatchObject({ name: 'Ada', extra: { nested: [1] } });
	expect(given('Update')[0]!['agent']).toMatchObject({ name: 'Grace' });
	expect(given('Delete')).toMatchObject([{ deleted: true }]);
	expect(given('List').length).toBeGreaterThan(2);
	expect(given('List').map(({ agent_id }) => agent_id)).toEqual(
		sandbox.data.list('agent').map(({ id }) => id),
	);

	const names: Step = {
		name: 'Name',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: { mode: 'raw', jsonOutput: '{"name":"Hello"}' },
	};
	const upload = await n8n.rest.saveWorkflow(chain('Upload', [manualStart, names, ...file]));
	const uploaded = await n8n.rest.run(upload, 'Start');
	expect([uploaded.status, uploaded.resultData.error?.message]).toEqual(['success', undefined]);
	const [text] = uploaded.resultData.runData['Text']![0]!.data!.main[0]!;
	expect(text!.json).toMatchObject({ data: 'Hello' });
});

test("GitHub's document: 1,223 operations are listed, searched and have their fields", async () => {
	const options = { apiDescriptionUrl: largeUrl };
	const times: Record<string, number> = {};
	const timed = async <Result>(name: string, work: Promise<Result>) => {
		const start = performance.now();
		const result = await work;
		times[name] = Math.round(performance.now() - start);
		return result;
	};
	type List = { results: unknown[]; paginationToken?: string };
	const first = await timed('first list', inEditor<List>('locator', { options }));
	expect(first.results).toHaveLength(100);
	const second = await timed(
		'second page',
		inEditor<List>('locator', { options }, { paginationToken: first.paginationToken }),
	);
	expect(second.results).toHaveLength(100);
	const filter = 'create issue repos';
	const found = await timed('search', inEditor<List>('locator', { options }, { filter }));
	expect(found.results.length).toBeGreaterThan(0);
	const apiOperation = { __rl: true, mode: 'name', value: 'POST /repos/{owner}/{repo}/issues' };
	const { fields } = await timed(
		'fields',
		inEditor<{ fields: Field[] }>('mapper', { options, apiOperation }),
	);
	expect(fields.map(({ id }) => id)).toEqual(expect.arrayContaining(['path.owner', 'body.title']));
	console.log(`In milliseconds, with n8n's REST: ${JSON.stringify(times)}`);
});

test('where the host of the document is down the editor says so', async () => {
	const options = { apiDescriptionUrl: 'http://127.0.0.1:9/openapi.json' };
	await expect(inEditor('locator', { options })).rejects.toThrow(
		/'API Description URL' leads to a host that does not answer/,
	);
});
