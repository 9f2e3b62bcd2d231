import { randomUUID } from 'node:crypto';

import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { until } from '../../support/until';
import { credentialData } from './support/credential-data';
import { startTestN8n, type TestN8n } from './support/test-n8n';

jest.setTimeout(180_000);

let sandbox: Sandbox;
let n8n: TestN8n;

beforeAll(async () => {
	sandbox = await startSandbox();
	n8n = await startTestN8n();
}, 900_000);

afterAll(async () => {
	await n8n?.stop();
	await sandbox?.close();
});

/** A published workflow that answers a call with what the report gives. */
async function published(parameters: object) {
	const webhookId = randomUUID();
	const data = credentialData(sandbox, sandbox.keys.account);
	const { id } = await n8n.rest.saveCredential('VIVI', 'viviApi', data);
	const at = { typeVersion: 1, position: [0, 0] };
	const workflow = await n8n.rest.saveWorkflow({
		name: webhookId,
		nodes: [
			{
				...at,
				...{ id: '1', name: 'Call', type: 'n8n-nodes-base.webhook', webhookId },
				parameters: { path: webhookId, responseMode: 'lastNode' },
			},
			{
				...at,
				...{ id: '2', name: 'Report', type: 'n8n-nodes-vivi.vivi' },
				parameters: { resource: 'report', operation: 'generate', ...parameters, options: {} },
				credentials: { viviApi: { id, name: 'VIVI' } },
			},
		],
		connections: { Call: { main: [[{ node: 'Report', type: 'main', index: 0 }]] } },
	});
	await n8n.rest.activate(workflow);
	const url = `${n8n.url}/webhook/${webhookId}`;
	const call = async () => await fetch(url);
	// n8n takes calls some time after it has said that the workflow is active.
	let first = await call();
	await until(async () => {
		if (first.status === 404) first = await call();
		return first.status !== 404;
	});
	return { first: (await first.json()) as Record<string, unknown>, call };
}

test('a report is compared with the last one, which n8n keeps with the workflow', async () => {
	const { first, call } = await published({ compare: true, format: 'markdown' });
	expect(first).toMatchObject({ comparedWith: null, difference: null });
	const next = async () => (await (await call()).json()) as Record<string, unknown>;

	// What an execution leaves behind, n8n writes after it has answered.
	await until(async () => (await next())['comparedWith'] !== null);
	sandbox.data.insert('agent', { name: 'One more' });
	let seen: Record<string, unknown> = {};
	await until(async () => {
		seen = await next();
		return (seen['difference'] as { agents: number }).agents !== 0;
	});
	expect(seen).toMatchObject({ difference: { agents: 1, prompts: 0 }, hasChanges: true });
	expect(seen['text']).toContain('(+1) agents');
	await until(async () => (await next())['hasChanges'] === false);
});
