import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { chain, manualStart } from './support/chain';
import { credentialData } from './support/credential-data';
import { n8nHas } from './support/n8n-has';
import { useN8n } from './support/test-n8n';

const local = useN8n();
/** The requests to a host that no credential is for, and a host that leads there. */
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
});
afterAll(() => {
	for (const server of servers) server.close();
});
beforeEach(() => void (seen.length = 0));

type Type = 'viviApi' | 'viviChannelApi';
let serial = 0;

/** A credential that n8n lets into any host. */
async function credential(type: Type, change: object = {}) {
	const { channelId, apiKey, baseUrl } = local.sandbox.channel;
	const own =
		type === 'viviApi'
			? credentialData(local.sandbox, local.sandbox.keys.account)
			: { channelId, apiKey, baseUrl };
	const data = { ...own, allowedHttpRequestDomains: 'all', ...change };
	const name = `${type} ${++serial}`;
	const { id } = await local.n8n.rest.saveCredential(name, type, data);
	return { id, name, type, data };
}

/** Sends with the HTTP Request node and a credential. */
async function request(type: Type, url: string, change: object = {}) {
	const { id, name } = await credential(type, change);
	const node = {
		...{ name: 'Request', type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2 },
		parameters: {
			...{ url, options: {} },
			...{ authentication: 'predefinedCredentialType', nodeCredentialType: type },
		},
		credentials: { [type]: { id, name } },
	};
	const workflow = await local.n8n.rest.saveWorkflow(chain(name, [manualStart, node]));
	return await local.n8n.rest.run(workflow, 'Start');
}

test('the HTTP Request node reaches the service of the credential', async () => {
	const url = `${local.sandbox.url}/accounts/${local.sandbox.accountId}/workspaces`;
	expect((await request('viviApi', url)).status).toBe('success');
});

// All ways past this are in test/n8n/security.test.ts.
describe.each(['viviApi', 'viviChannelApi'] as const)('%s in the HTTP Request node', (type) => {
	test('goes to no other host, although n8n would let it', async () => {
		const { status, resultData } = await request(type, `${elsewhere}/steal`);
		expect(status).toBe('error');
		expect(resultData.error?.message).toContain(`goes to ${elsewhere}`);
		expect(seen).toEqual([]);
	});

	test('is not led there by a redirect, and neither is its test', async () => {
		const change = { baseUrl: redirecting };
		expect((await request(type, `${redirecting}/accounts`, change)).status).toBe('error');
		expect(await local.n8n.rest.testCredential(await credential(type, change))).toMatchObject({
			status: 'Error',
			message: expect.stringContaining(
				n8nHas.rulesOfCredentialTests ? 'answers from somewhere else' : 'Redirect',
			) as string,
		});
		expect(seen).toEqual([]);
	});
});
