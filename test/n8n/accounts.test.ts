import type { Sandbox } from '../../sandbox/server';
import { useSandbox } from '../support/use-sandbox';
import { useEngine } from './support/use-engine';

const local = useEngine();
const elsewhere = useSandbox();

/** A credential whose values come from each item, as of somebody who serves many accounts. */
async function credentialOfItems() {
	const value = (name: string) => `={{ $json.key.${name} }}`;
	return await local.engine.addCredential('viviApi', {
		...{ keyType: 'account', accessToken: '', expiresAt: '', workspaceId: '' },
		clientId: value('clientId'),
		clientSecret: value('clientSecret'),
		audience: value('audience'),
		tokenUrl: value('tokenUrl'),
		accountId: value('accountId'),
		baseUrl: value('baseUrl'),
	});
}

function keyOf(sandbox: Sandbox) {
	const { clientId, clientSecret, audience, tokenUrl } = sandbox.keys.account;
	const { accountId, url: baseUrl } = sandbox;
	return { clientId, clientSecret, audience, tokenUrl, accountId, baseUrl };
}

/** Items of both accounts by turns, each with an agent of its own. */
function itemsOf(sandboxes: Sandbox[], count: number) {
	return Array.from({ length: count }, (_, n) => {
		const sandbox = sandboxes[n % sandboxes.length]!;
		const workspaceId = sandbox.defaultWorkspaceId;
		const { id } = sandbox.data.insert('agent', { name: `Agent ${n}` }, { workspaceId });
		return { json: { n, id: String(id), workspaceId, key: keyOf(sandbox) } };
	});
}

const onAgent = (operation: string, more: object = {}) => ({
	...{ resource: 'agent', operation },
	workspaceId: { __rl: true, mode: 'id', value: '={{ $json.workspaceId }}' },
	agentId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	...more,
});

describe('a credential that stands for another account with each item', () => {
	it.each([
		['get', {}, 'name'],
		['delete', {}, 'deleted'],
	])('%s: each item reaches its own', async (operation, more, answered) => {
		const items = itemsOf([local.sandbox, elsewhere.sandbox], 6);
		const credentials = await credentialOfItems();
		const run = await local.engine.run(onAgent(operation, more), items, { credentials });

		expect(run.error).toBeUndefined();
		expect(run.items.map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
		expect(run.items.map(({ json }) => json[answered])).toEqual(
			items.map(({ json }) => (operation === 'get' ? `Agent ${json.n}` : true)),
		);
		for (const sandbox of [local.sandbox, elsewhere.sandbox]) {
			// Each account got its own token from the first request on, and refused none.
			expect(sandbox.stats()).toMatchObject({ apiCalls: 3 });
		}
	});

	it('uses the token of the key at hand, in the next execution as well', async () => {
		const credentials = await credentialOfItems();
		const items = itemsOf([local.sandbox, elsewhere.sandbox], 2);
		await local.engine.run(onAgent('get'), items, { credentials });
		for (const sandbox of [local.sandbox, elsewhere.sandbox]) sandbox.resetStats();

		for (const item of [...items, items[0]!]) {
			const run = await local.engine.run(onAgent('get'), [item], { credentials });
			expect(run.items[0]?.json['name']).toBe(`Agent ${item.json.n}`);
		}
		const calls = [local.sandbox, elsewhere.sandbox].map((sandbox) => sandbox.stats().apiCalls);
		expect(calls).toEqual([2, 1]);
	});
});

it('a credential without expressions is read once for all items', async () => {
	const items = itemsOf([local.sandbox], 30);
	const { credentials, items: got } = await local.engine.run(onAgent('get'), items);
	expect(got).toHaveLength(30);
	expect(credentials.reads).toBeLessThanOrEqual(2);
});

it('a key that was changed without a test does not go on with the token of the one before', async () => {
	const credentials = await local.engine.viviCredential();
	const get = onAgent('get');
	const [item] = itemsOf([local.sandbox], 1);
	await local.engine.run(get, [item!], { credentials });
	const stored = await local.engine.storedCredential(credentials);

	const changed = await local.engine.addCredential('viviApi', { ...stored, clientSecret: 'wrong' });
	const run = await local.engine.run(get, [item!], { credentials: changed });
	expect(run.error?.message).toContain('VIVI did not accept the Client ID and Client Secret.');
});
