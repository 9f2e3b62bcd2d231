import { readFileSync } from 'node:fs';

import type { IssuedKey } from '../../../sandbox/keys';
import { chain, itemsOf, manualStart, webhookStart } from './support/chain';
import { credentialData } from './support/credential-data';
import { filesHolding } from './support/files-holding';
import { firstAnswer } from './support/first-answer';
import { n8nHas } from './support/n8n-has';
import { useN8n } from './support/test-n8n';

const local = useN8n();

beforeEach(() => {
	local.sandbox.setFaults([]);
	local.sandbox.setLatency({ latencyMs: 0, tokenLatencyMs: 0 });
	local.sandbox.resetStats();
});

const listAll = { resource: 'workspace', operation: 'getAll', returnAll: true, options: {} };

const dataOf = (key: IssuedKey, change: object = {}) => credentialData(local.sandbox, key, change);

const secrets: string[] = [];
function newKey(name: string): IssuedKey {
	const key = local.sandbox.createKey({ name, keyType: 'account' });
	secrets.push(key.clientSecret);
	return key;
}

let serial = 0;

/** Saves a credential and a workflow: webhook → node, answering with the node's first item. */
async function workflowFor(
	data: object,
	options: { parameters?: object; type?: 'vivi' | 'plain'; items?: number; active?: boolean } = {},
) {
	const { parameters = listAll, type = 'vivi', items = 1, active = false } = options;
	const name = `wf-${++serial}`;
	const credentialType = `${type}Api`;
	const credential = await local.n8n.rest.saveCredential(name, credentialType, data);
	const workflow = await local.n8n.rest.saveWorkflow(
		chain(name, [
			active ? webhookStart(name) : manualStart,
			...itemsOf(Array.from({ length: items }, (_, n) => ({ n }))),
			{
				name: 'VIVI',
				type: `n8n-nodes-${type}.${type}`,
				typeVersion: 1,
				parameters: type === 'vivi' ? parameters : {},
				credentials: { [credentialType]: { id: credential.id, name } },
			},
		]),
	);
	if (active) await local.n8n.rest.activate(workflow);
	return {
		id: workflow.id,
		run: async () => await local.n8n.rest.run(workflow, 'Start'),
		firstAnswer: async () => await firstAnswer(`${local.n8n.url}/webhook/${name}`),
		call: async () => await fetch(`${local.n8n.url}/webhook/${name}`),
		/** @param change values that are filled in, but not saved */
		test: async (change: object = {}) =>
			await local.n8n.rest.testCredential({
				...{ id: credential.id, name, type: credentialType },
				data: { ...data, ...change },
			}),
		stored: async () =>
			await local.n8n.rest.call<object>('GET', `/credentials/${credential.id}?includeData=true`),
	};
}

test('six items on an empty token cost one exchange', async () => {
	const workflow = await workflowFor(dataOf(newKey('six')), { items: 6 });
	const { status, resultData } = await workflow.run();
	expect(status).toBe('success');
	expect(resultData.runData['VIVI']?.[0]?.data?.main[0]).toHaveLength(
		6 * local.sandbox.data.count('workspace'),
	);
	expect(local.sandbox.stats().exchanges).toBe(1);
});

test('100 executions at once on an expired token: one exchange; a plain node needs many', async () => {
	const measure = async (type: 'vivi' | 'plain') => {
		const key = newKey(`herd-${type}`);
		const data: Record<string, unknown> = dataOf(key);
		const workflow = await workflowFor(data, { type, active: true });
		expect(await workflow.firstAnswer()).toBe(200);
		local.sandbox.expireTokens(key.id);
		// So long that the executions meet even if they start slowly, as they do in n8n 1.
		local.sandbox.setLatency({ latencyMs: 300, tokenLatencyMs: 2_000 });
		local.sandbox.resetStats();
		const answers = await Promise.all(Array.from({ length: 100 }, () => workflow.call()));
		local.sandbox.setLatency({ latencyMs: 0, tokenLatencyMs: 0 });
		return {
			ok: answers.filter(({ status }) => status === 200).length,
			exchanges: local.sandbox.stats().exchanges,
		};
	};
	const ours = await measure('vivi');
	const plain = await measure('plain');
	console.log(`Exchanges for 100 executions: ours ${ours.exchanges}, plain ${plain.exchanges}`);
	expect(ours).toEqual({ ok: 100, exchanges: 1 });
	expect(plain.exchanges).toBeGreaterThan(ours.exchanges);
});

test('a wrong secret: one exchange and our text, in the execution and in the credential test', async () => {
	const text = 'VIVI did not accept the Client ID and Client Secret.';
	const workflow = await workflowFor(dataOf(newKey('wrong'), { clientSecret: 'not-the-secret' }));

	const { status, resultData, raw } = await workflow.run();
	expect(status).toBe('error');
	expect(resultData.error?.message).toContain(text);
	expect(resultData.error?.description).toContain('rotate the key');
	expect(local.sandbox.stats().exchanges).toBe(1);
	expect(raw).not.toContain('not-the-secret');

	local.sandbox.resetStats();
	expect(await workflow.test()).toMatchObject({
		status: 'Error',
		message: expect.stringContaining(text) as string,
	});
	expect(local.sandbox.stats().exchanges).toBe(1);
});

test('the credential test passes for both kinds of key and names what is wrong', async () => {
	const workspaceKey = local.sandbox.createKey({
		name: 'may not list',
		keyType: 'workspace',
		role: 'contentManager',
		workspaceId: local.sandbox.defaultWorkspaceId,
	});
	const ok = { status: 'OK' };
	expect(await (await workflowFor(dataOf(newKey('ok')))).test()).toMatchObject(ok);
	expect(await (await workflowFor(dataOf(workspaceKey))).test()).toMatchObject(ok);

	const elsewhere = await workflowFor(dataOf(newKey('elsewhere'), { accountId: 'acc_other' }));
	expect(await elsewhere.test()).toMatchObject({
		status: 'Error',
		message: expect.stringContaining(
			n8nHas.rulesOfCredentialTests ? "'Account ID'" : 'Forbidden',
		) as string,
	});
	// It is not saved, because n8n 1 does not save a credential without its required values.
	const { message } = await (await workflowFor(dataOf(newKey('empty')))).test({ audience: '' });
	expect(message).toContain("'Audience' is empty");
});

test('a key that was changed is tested, not the token of the one before', async () => {
	const workflow = await workflowFor(dataOf(newKey('to be changed')));
	expect((await workflow.run()).status).toBe('success');
	// The editor sends hidden values back as it got them; n8n puts the stored ones in their place.
	const { data } = (await workflow.stored()) as { data: Record<string, string> };
	const { accessToken, expiresAt, tokenFor } = data;
	expect(accessToken).not.toBe('');
	const hidden = { accessToken, expiresAt, tokenFor };
	expect(await workflow.test(hidden)).toMatchObject({ status: 'OK' });
	expect(await workflow.test({ ...hidden, clientSecret: 'another' })).toMatchObject({
		status: 'Error',
		message: expect.stringContaining('Client ID') as string,
	});
});

test('the browser receives neither the secret nor the token', async () => {
	const key = newKey('hidden');
	const workflow = await workflowFor(dataOf(key));
	expect((await workflow.run()).status).toBe('success');
	const stored = JSON.stringify(await workflow.stored());
	expect(stored).toContain(key.clientId);
	expect(stored).not.toContain(key.clientSecret);
	expect(stored).not.toContain('eyJ');
});

test('deactivation is told at once', async () => {
	const key = newKey('deactivated');
	const workflow = await workflowFor(dataOf(key));
	expect((await workflow.run()).status).toBe('success');
	local.sandbox.deactivateKey(key.id);
	const { status, resultData } = await workflow.run();
	expect(status).toBe('error');
	expect(resultData.error?.description).toContain('deactivated');
});

test('no secret and no token in an execution or in the log', async () => {
	const key = newKey('leaks');
	const workflow = await workflowFor(dataOf(key));
	expect((await workflow.run()).status).toBe('success');
	local.sandbox.deactivateKey(key.id);
	const { raw } = await workflow.run();
	for (const text of [raw, readFileSync(local.n8n.logFile, 'utf8')]) {
		expect(text).not.toContain(key.clientSecret);
		expect(text).not.toMatch(/eyJ[\w-]+\.[\w-]+\.[\w-]+/);
	}
	expect(local.sandbox.stats().secretLeaks).toBe(0);
});

test('no secret and no token in the clear in any file that n8n leaves', () => {
	expect(secrets.length).toBeGreaterThan(0);
	// How every token of the sandbox begins; n8n has tokens of its own.
	const header = '{"alg":"RS256","typ":"JWT","kid":"sandbox"}';
	const token = Buffer.from(header).toString('base64url');
	expect(filesHolding(local.n8n, [token, ...secrets])).toEqual([]);
});
