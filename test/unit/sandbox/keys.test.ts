import { startSandbox, type Sandbox } from '../../../sandbox/server';
import type { JsonObject } from '../../../vivi/http/json';
import { address, call, SMALL, tokenOf } from './support';

describe('API keys', () => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox(SMALL);
	});
	afterAll(async () => await sandbox.close());

	it('show their secret once, then its end', async () => {
		const { body } = await call(`${sandbox.adminUrl}/keys`);
		const text = JSON.stringify(body);

		expect(text).not.toContain(sandbox.keys.account.clientSecret);
		expect(text).toContain(`"secretLast4":"${sandbox.keys.account.clientSecret.slice(-4)}"`);
	});

	it('of a workspace stay inside it', async () => {
		const token = await tokenOf(sandbox, sandbox.keys.workspace);
		const other = sandbox.data.list('workspace').at(-1)!;

		expect((await call(address(sandbox, 'agents'), { token })).status).toBe(200);
		expect((await call(`${address(sandbox)}/${String(other.id)}/agents`, { token })).status).toBe(
			403,
		);
		expect((await call(address(sandbox), { token })).status).toBe(403);
		const foreign = address(sandbox).replace(sandbox.accountId, 'acc_other');
		expect((await call(foreign, { token })).status).toBe(403);
	});

	it('attribute new records: account keys to X-User-Id, workspace keys to themselves', async () => {
		const create = async (key: typeof sandbox.keys.account) =>
			await call(address(sandbox, 'agents'), {
				method: 'POST',
				token: await tokenOf(sandbox, key),
				headers: { 'x-user-id': 'usr_ada' },
				json: { name: 'Made by a key' },
			});

		expect((await create(sandbox.keys.account)).body.createdBy).toBe('usr_ada');
		const { status, body } = await create(sandbox.keys.workspace);
		expect(status).toBe(201);
		expect(body.createdBy).toBe(sandbox.keys.workspace.clientId);
		expect((body.id as string).startsWith('agt_')).toBe(true);
	});

	it('never travel to the API', async () => {
		const token = await tokenOf(sandbox, sandbox.keys.account);
		const { clientId, clientSecret } = sandbox.keys.account;
		const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
		const form = new FormData();
		form.set('file', new Blob([`secret: ${clientSecret}`]), 'notes.txt');
		const base = sandbox.data.list('knowledgeBase')[0]!;
		sandbox.resetStats();

		const leaks = [
			await call(`${address(sandbox)}?client_secret=${clientSecret}`, { token }),
			await call(address(sandbox), { token, headers: { 'x-secret': clientSecret } }),
			await call(address(sandbox), { headers: { authorization: `Basic ${basic}` } }),
			await call(`${sandbox.url}/nowhere/${clientSecret}`, { token }),
			await call(address(sandbox, 'agents'), {
				method: 'POST',
				token,
				json: { name: 'Leak', description: clientSecret },
			}),
			await call(address(sandbox, `knowledge-bases/${String(base.id)}/files`), {
				method: 'POST',
				token,
				body: form,
			}),
		];

		expect(leaks.map(({ status }) => status)).toEqual(leaks.map(() => 400));
		const stats = sandbox.stats();
		expect(stats.secretLeaks).toBe(leaks.length);
		expect(JSON.stringify(stats)).not.toContain(clientSecret);
		expect(sandbox.data.list('agent').map((agent: JsonObject) => agent.name)).not.toContain('Leak');
	});
});
