import { until } from '../../support/until';
import { chain, webhookStart } from './support/chain';
import { credentialData } from './support/credential-data';
import { useN8n } from './support/test-n8n';

const local = useN8n();

/** A published workflow that answers a call with the report; undefined as long as it takes no calls. */
async function published(path: string, parameters: object, webhook: object = {}) {
	const { n8n, sandbox } = local;
	const data = credentialData(sandbox, sandbox.keys.account);
	const { id } = await n8n.rest.saveCredential('VIVI', 'viviApi', data);
	const report = {
		...{ name: 'Report', type: 'n8n-nodes-vivi.vivi', typeVersion: 1 },
		parameters: { resource: 'report', operation: 'generate', ...parameters, options: {} },
		credentials: { viviApi: { id, name: 'VIVI' } },
	};
	const workflow = chain(path, [webhookStart(path, webhook), report]);
	await n8n.rest.activate(await n8n.rest.saveWorkflow(workflow));
	return async () => {
		const answer = await fetch(`${n8n.url}/webhook/${path}`);
		return answer.status === 200 ? await answer.text() : undefined;
	};
}

/** n8n takes calls some time after it has said that the workflow is active. */
async function firstOf(call: () => Promise<string | undefined>): Promise<string> {
	let first: string | undefined;
	await until(async () => (first = await call()) !== undefined);
	return first!;
}

test('a report is compared with the last one, which n8n keeps with the workflow', async () => {
	const call = await published('compared', { compare: true, format: 'markdown' });
	let seen = JSON.parse(await firstOf(call)) as Record<string, unknown>;
	expect(seen).toMatchObject({ comparedWith: null, difference: null });
	const next = async () => (seen = JSON.parse((await call())!) as typeof seen);

	// n8n writes the state of an execution after it has answered.
	await until(async () => (await next())['comparedWith'] !== null);
	local.sandbox.data.insert('agent', { name: 'One more' });
	await until(async () => ((await next())['difference'] as { agents: number }).agents !== 0);
	expect(seen).toMatchObject({ difference: { agents: 1, prompts: 0 }, hasChanges: true });
	expect(seen['text']).toContain('(+1) agents');
	await until(async () => (await next())['hasChanges'] === false);
});

test('a report is data for a chart, or a file for spreadsheets', async () => {
	const names = local.sandbox.data.list('workspace').map(({ name }) => String(name));
	const chart = await firstOf(await published('chart', { format: 'chart' }));
	const data = names.map(() => expect.any(Number) as unknown);
	expect(JSON.parse(chart)).toMatchObject({
		labels: names,
		datasets: expect.arrayContaining([{ label: 'Agents', data }]) as unknown,
	});

	const asFile = { responseData: 'firstEntryBinary', responseBinaryPropertyName: 'data' };
	const answer = await firstOf(await published('csv', { format: 'csv' }, asFile));
	// The webhook of n8n 1.123 gives the bytes of a file as JSON.
	const isJson = answer.startsWith('{');
	const csv = isJson ? Buffer.from(JSON.parse(answer) as Buffer).toString() : answer;
	const [head, ...lines] = csv.trim().split('\r\n');
	expect(head).toContain('Workspace,Status,Agents');
	expect(lines.map((line) => line.split(',')[1])).toEqual([...names, 'Total']);
});
