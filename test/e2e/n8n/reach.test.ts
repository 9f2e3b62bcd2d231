import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { chain, itemsOf, manualStart } from './support/chain';
import { credentialData } from './support/credential-data';
import { n8nHas } from './support/n8n-has';
import { startTestN8n, type TestN8n } from './support/test-n8n';

jest.setTimeout(180_000);

let sandbox: Sandbox;
let other: Sandbox;
let n8n: TestN8n;
/** A host that no credential is for, and one that sends everybody there. */
const seen: string[] = [];
let elsewhere = '';
let redirecting = '';
const servers: Server[] = [];

async function listen(server: Server): Promise<string> {
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
	[sandbox, other] = await Promise.all([startSandbox(), startSandbox()]);
	elsewhere = await listen(
		createServer((request, response) => {
			seen.push(request.rawHeaders.join('\n'));
			response.setHeader('content-type', 'application/json').end('{"data":[]}');
		}),
	);
	redirecting = await listen(
		createServer((request, response) => {
			response.writeHead(307, { location: `${elsewhere}${request.url}` }).end();
		}),
	);
	n8n = await startTestN8n();
}, 900_000);

afterAll(async () => {
	await n8n?.stop();
	await Promise.all([sandbox, other].map(async (one) => await one?.close()));
	for (const server of servers) server.close();
});

beforeEach(() => {
	seen.length = 0;
	sandbox.resetStats();
	other.resetStats();
});

let serial = 0;
/** A credential that n8n lets into any host. */
async function credential(type: 'viviApi' | 'viviChannelApi', change: object = {}) {
	const { channelId, apiKey, baseUrl } = sandbox.channel;
	const own =
		type === 'viviApi'
			? credentialData(sandbox, sandbox.keys.account)
			: { channelId, apiKey, baseUrl };
	const data = { ...own, allowedHttpRequestDomains: 'all', ...change };
	const name = `${type} ${++serial}`;
	const { id } = await n8n.rest.saveCredential(name, type, data);
	return { id, name, type, data };
}

const outputOf = (run: Awaited<ReturnType<TestN8n['rest']['run']>>, node: string) =>
	run.resultData.runData[node]?.[0]?.data?.main[0]?.map(({ json }) => json as object) ?? [];

describe.each(['viviApi', 'viviChannelApi'] as const)('%s in the HTTP Request node', (type) => {
	async function request(url: string, change: object = {}) {
		const { id, name } = await credential(type, change);
		const workflow = await n8n.rest.saveWorkflow(
			chain(`${type} ${url}`, [
				manualStart,
				{
					name: 'Request',
					type: 'n8n-nodes-base.httpRequest',
					typeVersion: 4.2,
					parameters: {
						url,
						authentication: 'predefinedCredentialType',
						nodeCredentialType: type,
						options: {},
					},
					credentials: { [type]: { id, name } },
				},
			]),
		);
		return await n8n.rest.run(workflow, 'Start');
	}

	test('goes to no other host, although n8n would let it', async () => {
		const { status, resultData } = await request(`${elsewhere}/steal`);
		expect(status).toBe('error');
		expect(resultData.error?.message).toContain(`goes to ${elsewhere}`);
		expect(seen).toEqual([]);
	});

	test('is not led there by a redirect', async () => {
		const { status } = await request(`${redirecting}/accounts`, { baseUrl: redirecting });
		expect(status).toBe('error');
		expect(seen).toEqual([]);
	});

	test('nor is its test', async () => {
		const tested = await credential(type, { baseUrl: redirecting });
		expect(await n8n.rest.testCredential(tested)).toMatchObject({
			status: 'Error',
			message: expect.stringContaining(
				n8nHas.rulesOfCredentialTests ? 'answers from somewhere else' : 'Redirect',
			) as string,
		});
		expect(seen).toEqual([]);
	});
});

test('the HTTP Request node reaches the service of the credential', async () => {
	const { id, name } = await credential('viviApi');
	const workflow = await n8n.rest.saveWorkflow(
		chain('own', [
			manualStart,
			{
				name: 'Request',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					url: `${sandbox.url}/accounts/${sandbox.accountId}/workspaces`,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: 'viviApi',
					options: {},
				},
				credentials: { viviApi: { id, name } },
			},
		]),
	);
	expect((await n8n.rest.run(workflow, 'Start')).status).toBe('success');
});

test("a credential that stands for each item's own account: each delete reaches its own", async () => {
	const accounts = [sandbox, other, sandbox, other].map((account, n) => {
		const workspaceId = account.defaultWorkspaceId;
		const { id } = account.data.insert('agent', { name: `Agent ${n}` }, { workspaceId });
		return {
			account,
			record: { id: String(id), ...credentialData(account, account.keys.account) },
		};
	});
	const values = Object.keys(accounts[0]!.record).filter(
		(name) => !['id', 'keyType', 'workspaceId', 'accessToken', 'expiresAt'].includes(name),
	);
	const { id, name } = await credential(
		'viviApi',
		Object.fromEntries(values.map((value) => [value, `={{ $json.${value} }}`])),
	);
	const workflow = await n8n.rest.saveWorkflow(
		chain('each its own', [
			manualStart,
			...itemsOf(accounts.map(({ record }) => record)),
			{
				name: 'Delete',
				type: 'n8n-nodes-vivi.vivi',
				typeVersion: 1,
				parameters: {
					...{ resource: 'agent', operation: 'delete' },
					workspaceId: { __rl: true, mode: 'id', value: sandbox.defaultWorkspaceId },
					agentId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				},
				credentials: { viviApi: { id, name } },
			},
		]),
	);
	const run = await n8n.rest.run(workflow, 'Start');
	expect(run.status).toBe('success');
	expect(outputOf(run, 'Delete')).toEqual(accounts.map(() => ({ deleted: true })));
	for (const { account, record } of accounts) {
		const left = account.data.list('agent').map((one) => one['id']);
		expect(left).not.toContain(record.id);
		expect(account.stats()).toMatchObject({ apiCalls: 2 });
	}
});
