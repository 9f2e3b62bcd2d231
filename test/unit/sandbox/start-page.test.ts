import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { address, call, SMALL, tokenOf } from './support';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox(SMALL);
});
afterAll(async () => await sandbox.close());

describe('start page', () => {
	const page = async () => await (await fetch(`${sandbox.url}/`)).text();
	const linked = (html: string) =>
		[...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url!);

	it('loads nothing from anywhere else', async () => {
		const html = await page();
		const files = linked(html);
		expect(files.length).toBeGreaterThanOrEqual(3);
		for (const file of files) {
			expect(file).toMatch(/^\/_sandbox\/page\//);
			const answer = await fetch(`${sandbox.url}${file}`);
			expect([file, answer.status]).toEqual([file, 200]);
			expect(await answer.text()).not.toMatch(/(?:import|fetch|url|src)\W+https?:/);
		}
		const { headers } = await fetch(`${sandbox.url}/`);
		expect(headers.get('content-security-policy')).toMatch(
			/^default-src 'none'; script-src 'self'/,
		);
		expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
	});

	it('is no call of the API', async () => {
		sandbox.resetStats();
		for (const file of ['/', ...linked(await page())]) await fetch(`${sandbox.url}${file}`);
		await call(`${sandbox.adminUrl}/account`);
		expect(sandbox.stats()).toMatchObject({ apiCalls: 0, lastCalls: [] });
	});
});

describe('what the start page reads', () => {
	it('is the account with the records of each workspace', async () => {
		const { body } = await call(`${sandbox.adminUrl}/account`);
		expect(body).toMatchObject({
			accountId: sandbox.accountId,
			baseUrl: sandbox.url,
			tokenUrl: sandbox.tokenUrl,
			audience: sandbox.audience,
		});
		const [first] = body.workspaces as Array<{ id: string; counts: Record<string, number> }>;
		expect(first!.id).toBe(sandbox.defaultWorkspaceId);
		expect(first!.counts['Agents']).toBe(sandbox.data.count('agent'));
		expect(first!.counts['Knowledge Bases']).toBe(sandbox.data.count('knowledgeBase'));
	});

	it('says how many tokens of a key are valid', async () => {
		const key = sandbox.createKey({ name: 'Counted', keyType: 'account' });
		const listed = async () => {
			const { body } = await call(`${sandbox.adminUrl}/keys`);
			return (body.data as Array<{ id: string }>).find(({ id }) => id === key.id);
		};
		expect(await listed()).toMatchObject({ roleLabel: 'Account Admin', validTokens: 0 });
		await tokenOf(sandbox, key);
		await tokenOf(sandbox, key);
		expect(await listed()).toMatchObject({ validTokens: 2 });
		sandbox.expireTokens(key.id);
		expect(await listed()).toMatchObject({ validTokens: 0 });
		await tokenOf(sandbox, key);
		sandbox.deactivateKey(key.id);
		expect(await listed()).toMatchObject({ active: false, validTokens: 0 });
	});

	it('names the key of each exchange and call', async () => {
		const key = sandbox.createKey({ name: 'Named', keyType: 'account' });
		const token = await tokenOf(sandbox, key);
		await call(address(sandbox), { token });
		expect(
			sandbox
				.stats()
				.lastCalls.slice(-2)
				.map(({ keyId }) => keyId),
		).toEqual([key.id, key.id]);
	});
});

describe('other web pages', () => {
	const rotate = async (headers: Record<string, string>, json: unknown = {}) =>
		await call(`${sandbox.adminUrl}/keys/${sandbox.keys.account.id}/rotate`, {
			method: 'POST',
			...(json === undefined ? { body: '{}' } : { json }),
			headers,
		});
	const last4 = () =>
		sandbox.listKeys().find(({ id }) => id === sandbox.keys.account.id)!.secretLast4;

	it.each(['https://example.com', 'null', 'http://localhost:3000', 'http://127.0.0.1'])(
		'of %s can press no button',
		async (origin) => {
			const before = last4();
			expect((await rotate({ origin })).status).toBe(403);
			expect(last4()).toBe(before);
		},
	);

	it('cannot do with a form what takes JSON', async () => {
		const before = last4();
		for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
			const headers = { origin: sandbox.url, 'content-type': type };
			expect((await rotate(headers, undefined)).status).toBe(415);
		}
		expect(last4()).toBe(before);
		expect((await rotate({ origin: sandbox.url })).status).toBe(200);
		expect(last4()).not.toBe(before);
	});

	it.each(['/', '/_sandbox/keys'])('get nothing of %s by a name of their own', async (path) => {
		const { port } = new URL(sandbox.url);
		// By a socket: fetch() sets Host itself, and other tests of the process wrap http.request.
		const statusFor = async (host: string) => {
			const socket = connect(Number(port), '127.0.0.1');
			socket.end(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
			return Number(/^HTTP\/1.1 (\d+)/.exec(await text(socket))![1]);
		};
		expect(await statusFor(`attacker.example:${port}`)).toBe(403);
		expect(await statusFor(`localhost:${port}`)).toBe(200);
	});
});
