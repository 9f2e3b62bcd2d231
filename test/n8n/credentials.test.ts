import { useEngine } from './support/use-engine';

const local = useEngine();

const newKey = () => local.sandbox.createKey({ name: 'of a test', keyType: 'account' });
const getMany = { resource: 'workspace', operation: 'getAll', limit: 1 };
const items = [0, 1, 2].map((n) => ({ json: { n } }));

test('the first run exchanges the key once and stores the token for the next', async () => {
	const credentials = await local.engine.viviCredential(newKey());
	const first = await local.engine.run(getMany, items, { credentials });

	expect(first.items).toHaveLength(3);
	// n8n asks for the token before the first request, so no request goes out without one.
	expect(local.sandbox.stats().apiCalls).toBe(3);
	expect(first.credentials.saves).toBeGreaterThan(0);
	const stored = await local.engine.storedCredential(credentials);
	expect(stored['accessToken']).toMatch(/^eyJ/);
	expect(Date.parse(String(stored['expiresAt']))).toBeGreaterThan(Date.now());

	const second = await local.engine.run(getMany, items, { credentials });
	expect(second.items).toHaveLength(3);
	expect(second.credentials).toMatchObject({ preAuthentications: 0, saves: 0 });
	expect(local.sandbox.stats().exchanges).toBe(1);
});

test('an expired token is renewed amid the run, and each item gets its answer', async () => {
	const key = newKey();
	const credentials = await local.engine.viviCredential(key);
	await local.engine.run(getMany, items, { credentials });
	const { accessToken: before } = await local.engine.storedCredential(credentials);
	local.sandbox.expireTokens(key.id);
	local.sandbox.resetStats();

	const run = await local.engine.run(getMany, items, { credentials });
	expect(run.error).toBeUndefined();
	expect(run.items.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
	expect(local.sandbox.stats().exchanges).toBe(1);
	expect((await local.engine.storedCredential(credentials))['accessToken']).not.toBe(before);
});

test('a body survives the renewal: it is sent again and carried out once', async () => {
	const key = newKey();
	const credentials = await local.engine.viviCredential(key);
	await local.engine.run(getMany, items, { credentials });
	local.sandbox.expireTokens(key.id);
	const before = local.sandbox.data.count('agent');

	const path = `/accounts/${local.sandbox.accountId}/workspaces/${local.sandbox.defaultWorkspaceId}/agents`;
	const request = { resource: 'apiRequest', operation: 'send', method: 'POST', path };
	const run = await local.engine.run({ ...request, body: '{ "name": "Ada" }' }, undefined, {
		credentials,
	});
	expect(run.items[0]?.json).toMatchObject({ name: 'Ada' });
	expect(local.sandbox.data.count('agent')).toBe(before + 1);
});

test('a fresh token that not all servers know yet is tried again for a moment', async () => {
	const credentials = await local.engine.viviCredential(newKey());
	// n8n renews after the first refusal and sends once more; two further ones are waited for.
	local.sandbox.setFaults([{ target: 'api', times: 4, status: 401 }]);
	const run = await local.engine.run(getMany, items, { credentials });
	expect(run.items).toHaveLength(3);
	expect(local.sandbox.stats()).toMatchObject({ exchanges: 2, apiCalls: 7 });

	// A token that was accepted before has ended; it is renewed at once.
	local.sandbox.setFaults([{ target: 'api', skip: 1, times: 1, status: 401 }]);
	local.sandbox.resetStats();
	expect((await local.engine.run(getMany, items, { credentials })).items).toHaveLength(3);
	expect(local.sandbox.stats()).toMatchObject({ exchanges: 1, apiCalls: 4 });
});

test('a wrong secret costs one exchange, tells what to do and stores nothing', async () => {
	const credentials = await local.engine.viviCredential(newKey(), {
		clientSecret: 'not-the-secret',
	});
	const run = await local.engine.run(getMany, items, { credentials });

	expect(run.status).toBe('error');
	expect(run.error?.message).toContain('VIVI did not accept the Client ID and Client Secret.');
	expect(run.error?.description).toContain('rotate the key');
	expect(run.credentials.saves).toBe(0);
	expect(local.sandbox.stats().exchanges).toBe(1);
});

test("'Allowed Domains' without the token's host: the exchange is not even tried", async () => {
	const credentials = await local.engine.viviCredential(newKey(), {
		allowedHttpRequestDomains: 'domains',
		allowedDomains: 'api.vivi.bot',
	});
	const run = await local.engine.run(getMany, items, { credentials });

	expect(run.error?.description).toContain("'Allowed Domains' of the credential");
	expect(local.sandbox.stats().exchanges).toBe(0);
});
