import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';

import { chain, manualStart, type Step } from './support/chain';
import { credentialData } from './support/credential-data';
import { useN8n } from './support/test-n8n';

/** A VIVI that has all at other addresses than the catalogue assumes, and its own document. */
const local = useN8n({ personality: 'second' });
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
	const { n8n, sandbox } = local;
	const data = credentialData(sandbox, sandbox.keys.account, {
		apiDescriptionUrl: `${sandbox.url}/openapi.json`,
	});
	credential = { ...(await n8n.rest.saveCredential('VIVI', 'viviApi', data)), name: 'VIVI' };
});
afterAll(() => void large?.close());

/** Calls a method of the node as the editor does. */
async function inEditor<Result>(kind: 'locator' | 'mapper', parameters: object, more: object = {}) {
	const [path, methodName, address] =
		kind === 'locator'
			? ['apiOperation', 'searchApiOperations', 'resource-locator-results']
			: ['fields', 'getApiOperationFields', 'resource-mapper-fields'];
	return await local.n8n.rest.call<Result>('POST', `/dynamic-node-parameters/${address}`, {
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

test('a create, an update, a list with its pages and a delete at the addresses of the document', async () => {
	const { n8n, sandbox } = local;
	const place = { 'path.workspace_id': sandbox.defaultWorkspaceId };
	const made = { ...place, 'path.agent_id': '={{ $("Create").item.json.agent.agent_id }}' };
	sandbox.setListStyle({ defaultLimit: 2, maxLimit: 2 });
	const created = { 'body.name': 'Ada', body: '{"extra":{"nested":[1]}}' };
	const workflow = await n8n.rest.saveWorkflow(
		chain('API Operation', [
			manualStart,
			await step('Create', 'create agent post', { ...place, ...created }),
			await step('Update', 'update agent put', { ...made, 'body.name': 'Grace' }),
			await step('Delete', 'delete agent', made),
			await step('List', 'get many agents', place, { returnAll: true }),
		]),
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
