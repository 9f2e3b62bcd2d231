import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Execution } from '../../../scripts/n8n/rest';
import type { ViviEvent } from '../../../vivi/changes/event';
import { until } from '../../support/until';
import { credentialData } from './support/credential-data';
import { firstAnswer } from './support/first-answer';
import { n8nHas } from './support/n8n-has';
import { useN8n } from './support/test-n8n';

const root = join(__dirname, '../../..');
const SHIPPED = 'examples';
/** The examples of version 0.1.0, unchanged: workflows that people saved then must still run. */
const OF_0_1_0 = 'test/fixtures/examples-0.1.0';

interface ExampleNode {
	name: string;
	type: string;
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
}

interface Example {
	name: string;
	nodes: ExampleNode[];
	connections: object;
}

const local = useN8n();
const credentials: Record<string, { id: string; name: string }> = {};

beforeAll(async () => {
	for (const [type, data] of Object.entries({
		viviApi: credentialData(local.sandbox, local.sandbox.keys.account),
		viviToolApi: { headerName: 'X-Tool-Secret', secret: 'a-secret-of-this-test' },
	})) {
		const { id } = await local.n8n.rest.saveCredential(type, type, data);
		credentials[type] = { id, name: type };
	}
});

const textOf = (folder: string, file: string) => readFileSync(join(root, folder, file), 'utf8');
const byId = (value: unknown) => ({ __rl: true, mode: 'id', value });
const isVivi = ({ type }: ExampleNode) => type.startsWith('n8n-nodes-vivi.');

/** What people choose from the lists of the nodes before they run an example. */
function chosen(parameters: Record<string, unknown>): Record<string, unknown> {
	const documents = local.sandbox.data
		.list('knowledgeBase')
		.find(({ type }) => type === 'documents')!;
	const choices: Record<string, unknown> = {
		workspaceId: byId(local.sandbox.defaultWorkspaceId),
		knowledgeBaseId: byId(documents['id']),
	};
	return Object.fromEntries(
		Object.entries(parameters).map(([name, value]) => {
			const isOpen = (value as { value?: unknown })?.value === '' && name in choices;
			return [name, isOpen ? choices[name] : value];
		}),
	);
}

/**
 * Runs an example in n8n from one of its triggers.
 * @param text the content of its file
 * @param pinned the outputs of nodes that need another service; n8n does not run these nodes
 */
async function run(text: string, trigger: string, pinned: Record<string, object[]> = {}) {
	const example = JSON.parse(text) as Example;
	const nodes = example.nodes.map((node) =>
		isVivi(node)
			? {
					...node,
					parameters: chosen(node.parameters),
					credentials: Object.fromEntries(
						Object.keys(node.credentials ?? {}).map((type) => [type, credentials[type]!]),
					),
				}
			: // n8n looks for the credential even of a node that it does not run.
				{ ...node, credentials: {} },
	);
	const pinData = Object.fromEntries(
		Object.entries(pinned).map(([name, items]) => [
			name,
			items.map((item) => ('json' in item ? item : { json: item })),
		]),
	);
	const workflow = await local.n8n.rest.saveWorkflow({ ...example, nodes, pinData });
	const execution = await local.n8n.rest.run(workflow, trigger);
	expect([execution.status, execution.resultData.error?.message]).toEqual(['success', undefined]);
	return {
		/** Items a node gave at one of its outputs. */
		items: (name: string, output = 0) => itemsOf(execution, name, output),
	};
}

function itemsOf({ resultData }: Execution, name: string, output: number) {
	return (resultData.runData[name]?.[0]?.data?.main[output] ?? []).map(
		({ json }) => json as Record<string, unknown>,
	);
}

const sent = {
	'Post to Slack': [{ ok: true }],
	'Tell the team': [{ ok: true }],
	'Send email': [{}],
	'Send alert': [{}],
};

/** What the trigger of a tool gives for a call. */
const called = (input: object) => [
	{ tool: 'x', input, conversationId: 't1', other: {}, headers: {} },
];

test('upload a file and pause until it is ready', async () => {
	local.sandbox.setWorkStyle({ workingMs: 3_600_000 });
	local.sandbox.resetStats();
	// With so short a pause the execution keeps running, and the test does not wait long.
	const text = textOf(SHIPPED, 'upload-and-pause-until-ready.json')
		.replace('"amount": 2', '"amount": 1')
		.replace('"unit": "minutes"', '"unit": "seconds"');
	const data = { fileName: 'manual.pdf', mimeType: 'application/pdf', data: btoa('One') };
	const running = run(text, 'Run now', { 'Read file': [{ json: {}, binary: { data } }] });
	const calls = (method: string) =>
		local.sandbox
			.stats()
			.lastCalls.filter((call) => call.method === method && /files/.test(call.path));
	await until(() => calls('GET').length >= 2);
	local.sandbox.skipTime(3_600_000);
	const { items } = await running;
	expect(items('Ready')).toEqual([
		expect.objectContaining({ name: 'manual.pdf', status: 'ready' }),
	]);
	expect(calls('POST')).toHaveLength(1);
	local.sandbox.setWorkStyle();
});

// The examples that talk to an agent run in n8n's engine, see test/n8n/chat-examples.test.ts.
describe.each([
	['as shipped', SHIPPED],
	['of version 0.1.0', OF_0_1_0],
])('the examples %s', (_, folder) => {
	const example = (file: string) => textOf(folder, file);

	test('nightly report to Slack and email', async () => {
		const { items } = await run(example('nightly-report-slack-email.json'), 'Every night', sent);
		expect(items('Report for Slack')[0]!['text']).toMatch(/^\*VIVI report\*/);
		expect(items('Report for email')[0]!['text']).toContain('<table');
	});

	test('nightly workspace report', async () => {
		const { items } = await run(example('nightly-workspace-report.json'), 'Run now');
		expect(items('Write report')[0]!['text']).toContain('Customer Support');
	});

	test('upload a folder to a knowledge base', async () => {
		const file = (fileName: string, text: string) => ({
			json: {},
			binary: {
				data: {
					fileName,
					mimeType: 'application/pdf',
					data: Buffer.from(text).toString('base64'),
				},
			},
		});
		// VIVI refuses the second one.
		local.sandbox.setFaults([
			{ target: 'api', method: 'POST', pathIncludes: '/files', skip: 1, times: 1, status: 413 },
		]);
		const { items } = await run(example('upload-folder-to-knowledge-base.json'), 'Run now', {
			'Read files': [
				file('manual.pdf', 'One'),
				file('huge.pdf', 'Two'),
				file('guide.pdf', 'Three'),
			],
		});
		expect(items('Add to knowledge base').map(({ name }) => name)).toEqual([
			'manual.pdf',
			'guide.pdf',
		]);
		expect(items('Not uploaded')).toEqual([
			{ file: 'huge.pdf', reason: expect.stringContaining('larger than VIVI accepts') as string },
		]);
	});

	test('onboard a customer', async () => {
		const company = 'Analytical <!channel> <b>Engines</b>';
		const { items } = await run(example('onboard-customer.json'), 'New customer', {
			'New customer': [{ Company: company, Emails: 'ada@example.com, grace@example.com\n' }],
		});
		const [workspace] = items('Create workspace');
		const scope = { workspaceId: String(workspace!['id']) };
		expect(workspace).toMatchObject({ name: company });
		expect(local.sandbox.data.list('agent', scope)).toEqual([
			expect.objectContaining({ promptId: items('Create prompt')[0]!['id'] }),
		]);
		expect(items('Invite user').map(({ email }) => email)).toEqual([
			'ada@example.com',
			'grace@example.com',
		]);
	});

	test('stale knowledge base check', async () => {
		const old = { updatedAt: '2020-01-01T00:00:00.000Z' };
		local.sandbox.data.insert('knowledgeBase', {
			name: 'Old site',
			type: 'indexedWebsite',
			...old,
		});
		local.sandbox.data.insert('knowledgeBase', { name: 'Old files', type: 'documents', ...old });
		local.sandbox.data.insert('knowledgeBase', {
			...{ name: 'Fresh files', type: 'documents' },
			updatedAt: new Date().toISOString(),
		});
		const { items } = await run(example('stale-knowledge-base-check.json'), 'Every Monday', sent);
		const names = (items('List the others')[0]!['bases'] as Array<{ name: string }>).map(
			({ name }) => name,
		);
		expect(names).toContain('Old files');
		expect(names).not.toContain('Old site');
		expect(names).not.toContain('Fresh files');
		expect(items('Reindex').length).toBeGreaterThan(0);
	});

	test('error handling', async () => {
		const [agent] = local.sandbox.data.list('agent');
		const { items } = await run(example('error-handling.json'), 'Run now', {
			Changes: [
				{
					changes: [
						{ agentId: agent!['id'], description: 'Returns' },
						{ agentId: 'agt_missing', description: 'Delivery' },
					],
				},
			],
			...sent,
		});
		expect(items('Update agent')).toEqual([expect.objectContaining({ description: 'Returns' })]);
		expect(items('Update agent', 1)).toEqual([
			expect.objectContaining({
				agentId: 'agt_missing',
				error: expect.stringContaining('[item 1]') as string,
				message: expect.stringContaining('It may have been deleted') as string,
				...(n8nHas.detailsOfFailedItems && { details: { httpCode: '404' } }),
			}),
		]);
	});

	test('look up an order', async () => {
		const { items } = await run(example('look-up-order-tool.json'), 'VIVI agent calls', {
			'VIVI agent calls': called({ orderNumber: 'A-1042' }),
			'Ask the shop': [{ state: 'on its way' }],
		});
		expect(items('Answer')).toEqual([
			{ orderNumber: 'A-1042', state: 'on its way', arrives: 'not known yet' },
		]);
	});

	test('hand over to a human', async () => {
		const summary = 'Wants <!channel> & a refund';
		const { items } = await run(example('hand-over-to-human-tool.json'), 'VIVI agent calls', {
			'VIVI agent calls': called({ summary, email: 'ada@example.com', urgency: 'urgent' }),
			'Open a ticket': [{ id: 'T-7' }],
			...sent,
		});
		const [message] = items('Write message').map((item) => item['message']);
		expect(message).toBe('Urgent: Wants ‹!channel› & a refund');
		expect(items('Answer')).toEqual([{ ticket: 'T-7', next: expect.any(String) as string }]);
	});

	test('new agent to Slack', async () => {
		const { items } = await run(example('new-agent-to-slack.json'), 'New agent', sent);
		const [{ record, workspaceId }] = items('New agent') as unknown as [ViviEvent];
		expect(items('Write message')).toEqual([
			{
				message: expect.stringContaining(
					`New VIVI agent ${String(record['name'])}, in workspace ${workspaceId}`,
				) as string,
			},
		]);
	});

	test('knowledge base changed, evaluate again', async () => {
		const address = /ACCOUNT_ID(.*?)evaluations\/EVALUATION_ID\/runs/;
		const { items } = await run(
			// The sandbox has no evaluations, but it creates records.
			example('knowledge-base-changed-reevaluate.json')
				.replace(address, `${local.sandbox.accountId}$1agents`)
				.replace('reason', 'name'),
			'Knowledge base changed',
		);
		const events = items('Knowledge base changed').map(({ event }) => event);
		expect(events.length).toBeGreaterThan(0);
		expect(items('Start evaluation').map(({ name }) => name)).toEqual(events);
	});

	test('workspace deleted alert', async () => {
		// The newest workspace is the example; another test gave its workspace a name with special signs.
		const createdAt = new Date(Date.now() + 60_000).toISOString();
		local.sandbox.data.insert('workspace', { name: 'Returns', createdAt });
		const { items } = await run(example('workspace-deleted-alert.json'), 'Workspace deleted', sent);
		const [{ record, id }] = items('Workspace deleted') as unknown as [ViviEvent];
		expect(items('Write alert')).toEqual([
			{
				subject: `VIVI workspace ${String(record['name'])} was deleted`,
				text: expect.stringContaining(`(ID ${id}) is no longer in your VIVI account`) as string,
			},
		]);
	});
});

test('new message, sentiment, Slack', async () => {
	const file = textOf(SHIPPED, 'new-message-sentiment-slack.json');
	const unhappy = { threadId: 'thr_1', record: { content: 'This is the third time I ask' } };
	const { items } = await run(file, 'New message', { Sentiment: [unhappy], ...sent });
	const [{ event, workspaceId, threadId, record }] = items('New message') as unknown as [
		ViviEvent & { threadId: string },
	];
	expect([event, record['role']]).toEqual(['message.created', 'user']);
	expect(local.sandbox.data.messages(threadId, { workspaceId: workspaceId! })).toContainEqual(
		record,
	);
	expect(items('Tell the team')).toHaveLength(1);
});

test('weekly digest with comparison', async () => {
	const file = textOf(SHIPPED, 'weekly-digest-with-comparison.json');
	const { items } = await run(file, 'Every Monday', sent);
	const [digest] = items('Write digest');
	expect(digest).toMatchObject({ comparedWith: null, hasChanges: null });
	expect(digest!['text']).toContain('There is no earlier report to compare with.');
	// Without an earlier report nothing shows that nothing has happened.
	expect(items('Anything new?')).toHaveLength(1);
});

test('sync a Google Drive folder: what is new, changed and gone', async () => {
	const documents = local.sandbox.data
		.list('knowledgeBase')
		.find(({ type }) => type === 'documents')!;
	const scope = { knowledgeBaseId: String(documents['id']) };
	for (const { id } of local.sandbox.data.list('file', scope)) {
		local.sandbox.data.remove('file', String(id), scope);
	}
	const there = (name: string) => {
		const values = { name, updatedAt: '2026-02-01T00:00:00.000Z' };
		return String(local.sandbox.data.insert('file', values, scope)['id']);
	};
	const [same, changed, gone] = ['same.pdf', 'changed.pdf', 'gone.pdf'].map(there);
	const inDrive = (name: string, month: number, mimeType = 'application/pdf') => ({
		...{ id: `drive-${name}`, name, mimeType, modifiedTime: `2026-0${month}-01T00:00:00.000Z` },
	});
	const content = (fileName: string) => ({
		json: {},
		binary: { data: { fileName, mimeType: 'application/pdf', data: btoa(fileName) } },
	});
	const file = textOf(SHIPPED, 'sync-google-drive-folder.json');
	const synced = async (files: object[]) =>
		await run(file, 'Every hour', {
			'Files in Drive': files,
			'Download new': [content('new.pdf')],
			'Download changed': [content('changed.pdf')],
		});
	const filesThere = () =>
		new Map(local.sandbox.data.list('file', scope).map(({ id, name }) => [name, id]));

	await synced([
		inDrive('same.pdf', 1),
		inDrive('changed.pdf', 3),
		inDrive('new.pdf', 1),
		inDrive('A text of Google Docs', 3, 'application/vnd.google-apps.document'),
	]);
	const names = filesThere();
	expect([...names.keys()].sort()).toEqual(['changed.pdf', 'new.pdf', 'same.pdf']);
	expect(names.get('same.pdf')).toBe(same);
	expect(names.get('changed.pdf')).not.toBe(changed);
	expect([...names.values()]).not.toContain(gone);

	// A folder without any file takes none of them away.
	await synced([inDrive('A text of Google Docs', 3, 'application/vnd.google-apps.document')]);
	expect(filesThere()).toEqual(names);
});

test('offboard a user from all workspaces', async () => {
	const email = 'leaver@example.com';
	const places = local.sandbox.data.list('workspace').slice(0, 3);
	for (const { id } of places) {
		const scope = { workspaceId: String(id) };
		local.sandbox.data.insert('user', { name: 'Leaver', email: 'Leaver@Example.com' }, scope);
		local.sandbox.data.insert('user', { name: 'Other', email: `not-${email}` }, scope);
	}
	const [first] = places;
	// VIVI refuses the removal from one of the workspaces.
	local.sandbox.setFaults([
		{ target: 'api', method: 'DELETE', pathIncludes: String(first!['id']), times: 1, status: 403 },
	]);
	const { items } = await run(textOf(SHIPPED, 'offboard-user.json'), 'Person leaves', {
		'Person leaves': [{ Email: ` ${email} ` }],
		...sent,
	});
	expect(items('Not removed')).toEqual([
		{ workspace: first!['name'], reason: expect.any(String) as string },
	]);
	expect(items('List')).toEqual([
		{
			removed: places
				.slice(1)
				.map(({ name }) => ({ email: 'Leaver@Example.com', workspace: name })),
		},
	]);
	const left = places.map(({ id }) =>
		local.sandbox.data
			.list('user', { workspaceId: String(id) })
			.filter((user) => /leaver/i.test(String(user['email'])))
			.map((user) => user['name'])
			.sort(),
	);
	expect(left).toEqual([['Leaver', 'Other'], ['Other'], ['Other']]);
});

test("any operation of VIVI's API", async () => {
	const { items } = await run(textOf(SHIPPED, 'any-api-operation.json'), 'Run now');
	expect(items('List workspaces').length).toBe(local.sandbox.data.count('workspace'));
	expect(items('List agents').map(({ id }) => id)).toContain(
		local.sandbox.data.list('agent')[0]!['id'],
	);
});

test.each([
	['onboard-customer.json', 'New customer'],
	['web-form-agent-email.json', 'On form submission'],
	['offboard-user.json', 'Person leaves'],
])('%s: without its password the form neither shows nor takes anything', async (file, trigger) => {
	const login = { user: 'form', password: randomUUID() };
	const credential = await local.n8n.rest.saveCredential('Form sign-in', 'httpBasicAuth', login);
	const form = (JSON.parse(textOf(SHIPPED, file)) as Example).nodes.find(
		({ name }) => name === trigger,
	)!;
	const webhookId = randomUUID();
	// The nodes behind the form need other services; this test asks only whether the form starts anything.
	const nodes = [
		{ ...form, webhookId, credentials: { httpBasicAuth: { ...credential, name: 'Form sign-in' } } },
	];
	const workflow = await local.n8n.rest.saveWorkflow({ name: webhookId, connections: {}, nodes });
	await local.n8n.rest.activate(workflow);
	const url = `${local.n8n.url}/form/${webhookId}`;
	const submit = async (headers: Record<string, string>) => {
		const body = new FormData();
		body.set('field-0', 'Ada');
		return (await fetch(url, { method: 'POST', body, headers })).status;
	};
	const basic = (user: string, password: string) => ({
		authorization: `Basic ${btoa(`${user}:${password}`)}`,
	});
	const signedIn = basic(login.user, login.password);

	expect(await firstAnswer(url)).toBe(401);
	await until(async () => (await submit({})) !== 404);
	expect(await submit({})).toBe(401);
	expect(await submit(basic(login.user, 'guessed'))).toBe(401);
	expect((await fetch(url, { headers: signedIn })).status).toBe(200);
	expect(await submit(signedIn)).toBe(200);
	expect(await local.n8n.rest.executionsOf(workflow)).toHaveLength(1);
});
