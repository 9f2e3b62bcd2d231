import { until } from '../../support/until';
import { chain, webhookStart } from './support/chain';
import { credentialData } from './support/credential-data';
import { useN8n } from './support/test-n8n';

const local = useN8n();

test('a report is compared with the last one, which n8n keeps with the workflow', async () => {
	const { n8n, sandbox } = local;
	const data = credentialData(sandbox, sandbox.keys.account);
	const { id } = await n8n.rest.saveCredential('VIVI', 'viviApi', data);
	const options = { compare: true, format: 'markdown', options: {} };
	const report = {
		...{ name: 'Report', type: 'n8n-nodes-vivi.vivi', typeVersion: 1 },
		parameters: { resource: 'report', operation: 'generate', ...options },
		credentials: { viviApi: { id, name: 'VIVI' } },
	};
	await n8n.rest.activate(
		await n8n.rest.saveWorkflow(chain('Report', [webhookStart('report'), report])),
	);
	const next = async () => {
		const answer = await fetch(`${n8n.url}/webhook/report`);
		return answer.status === 200 ? ((await answer.json()) as Record<string, unknown>) : undefined;
	};
	let seen: Record<string, unknown> | undefined;
	// n8n takes calls some time after it has said that the workflow is active.
	await until(async () => (seen = await next()) !== undefined);
	expect(seen).toMatchObject({ comparedWith: null, difference: null });

	// n8n writes the state of an execution after it has answered.
	await until(async () => (await next())!['comparedWith'] !== null);
	sandbox.data.insert('agent', { name: 'One more' });
	await until(async () => {
		seen = await next();
		return (seen!['difference'] as { agents: number }).agents !== 0;
	});
	expect(seen).toMatchObject({ difference: { agents: 1, prompts: 0 }, hasChanges: true });
	expect(seen!['text']).toContain('(+1) agents');
	await until(async () => (await next())!['hasChanges'] === false);
});
