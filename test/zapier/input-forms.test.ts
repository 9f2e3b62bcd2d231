import { threadIdFor } from '../../vivi/chat/thread-id';
import type { JsonObject } from '../../vivi/http/json';
import App from '../../zapier/src';
import { channelOf, connect, keyOf, run } from './support/app';
import { failureOf } from './support/failure';
import { useSandbox } from './support/use-sandbox';

/**
 * What people and earlier steps fill in, as Zapier hands it over. All forms of each are tested in
 * test/unit/input.
 */
const local = useSandbox();
let authData: Record<string, string>;
let channel: Record<string, string>;

beforeAll(async () => {
	authData = await connect(keyOf(local.sandbox));
	channel = await connect(channelOf(local.sandbox));
});

const create = async (key: string, inputData: object, connection = authData) =>
	await run<JsonObject>(`creates.${key}.operation.perform`, {
		authData: connection,
		inputData: inputData as Record<string, unknown>,
	});
const send = async (inputData: object) =>
	await create('send_message', { message: 'Hello', ...inputData }, channel);
const find = async (inputData: object) =>
	await run<JsonObject[]>('searches.find_agent.operation.perform', {
		authData,
		inputData: { workspace_id: local.sandbox.defaultWorkspaceId, ...inputData },
	});

describe('the ID of a record', () => {
	const IDS = ['agent:42', 'a b', 'ü', 'x/y', 'x%2Fy', 'x?y#z'];
	beforeAll(() => {
		for (const id of IDS) local.sandbox.data.insert('agent', { id, name: `Agent ${id}` });
	});

	it.each(IDS)(
		'%s is found as the dropdown gives it, and by the address of the record',
		async (id) => {
			const fields = (App.searches['find_agent']!.operation.inputFields ?? []) as Array<{
				key: string;
			}>;
			const at = fields.findIndex(({ key }) => key === 'agent_id');
			const choices: Array<{ id: string; label: string }> = [];
			for (let paging_token: string | null | undefined; paging_token !== null;) {
				const page = await run<{ results: typeof choices; paging_token: string | null }>(
					`searches.find_agent.operation.inputFields.${at}.choices.perform`,
					{
						authData,
						inputData: { workspace_id: local.sandbox.defaultWorkspaceId },
						meta: { isFillingDynamicDropdown: true, ...(paging_token && { paging_token }) },
					},
				);
				choices.push(...page.results);
				({ paging_token } = page);
			}
			const chosen = choices.find(({ label }) => label === `Agent ${id}`)!.id;
			const address = `https://api.vivi.bot/accounts/a/agents/${encodeURIComponent(id)}?tab=1`;

			for (const agent_id of [chosen, address]) {
				expect(await find({ agent_id })).toMatchObject([{ id, name: `Agent ${id}` }]);
			}
		},
	);

	it.each(['x/y', '../agents/1'])('%j from an earlier step is refused', async (agent_id) => {
		const calls = local.sandbox.stats().apiCalls;
		expect((await failureOf(find({ agent_id }))).text).toContain("'Agent ID' contains");
		expect(local.sandbox.stats().apiCalls).toBe(calls);
	});

	it('is read without what shows nothing around it', async () => {
		expect(await find({ agent_id: '\ufeffagent:42\u200b' })).toMatchObject([{ id: 'agent:42' }]);
	});
});

describe('a choice', () => {
	const knowledgeBase = () => ({
		workspace_id: local.sandbox.defaultWorkspaceId,
		knowledge_base_id: local.sandbox.data.list('knowledgeBase')[0]!['id'],
	});

	it('keeps the field it asks for, however it is written', async () => {
		const scope = ' PAGE ';
		const url = 'https://www.example.com/help';
		await create('reindex_knowledge_base', { ...knowledgeBase(), scope, url });
		expect(local.sandbox.stats().lastCalls.at(-1)!.body).toEqual({ scope: 'page', url });

		const fields = App.creates['reindex_knowledge_base']!.operation.inputFields as unknown[];
		const at = fields.findIndex((field) => typeof field === 'function');
		const asked = await run<Array<{ key: string }>>(
			`creates.reindex_knowledge_base.operation.inputFields.${at}`,
			{ authData, inputData: { scope } },
		);
		expect(asked.map(({ key }) => key)).toEqual(['url']);
	});

	it('of the thread may be a label', async () => {
		const { threadId } = await send({ thread_mode: 'by key', thread_key: 'k' });
		expect(threadId).toBe(threadIdFor({ mode: 'key', key: 'k' }, local.sandbox.channel.channelId));
	});

	it('that is unknown is named with those that there are', async () => {
		const sends = local.sandbox.stats().sends;
		const { text } = await failureOf(send({ thread_mode: 'thread' }));
		expect(text).toContain(`'Thread' is "thread", which is none of its choices.`);
		expect(text).toContain('New, By Key, By ID');
		expect(local.sandbox.stats().sends).toBe(sends);
		expect((await failureOf(create('generate_report', { format: 'pdf' }))).text).toContain(
			`'Format' is "pdf"`,
		);
	});
});

describe('what has to be filled in', () => {
	const formOf = async (kind: 'searches' | 'creates', key: string, inputData: object = {}) => {
		const method = `${kind}.${key}.operation.inputFields`;
		const fields = await run<Array<Record<string, unknown>>>(method, {
			...{ authData, inputData: inputData as Record<string, unknown> },
		});
		return new Map(fields.map((field) => [field['key'] as string, field]));
	};

	it.each([
		[{}, true],
		[{ agent_id: ' ' }, true],
		[{ agent_id: 'agt_1' }, false],
	])('of the text and the record itself one is, and the form says which: %j', async (...row) => {
		const [inputData, required] = row;
		const fields = await formOf('searches', 'find_agent', inputData);
		expect(fields.get('search')!['required']).toBe(required);
		expect(fields.get('search')!['helpText']).toContain('required unless the agent itself');
		expect(fields.get('agent_id')).toMatchObject({ altersDynamicFields: true });
		expect(fields.get('agent_id')!['required']).toBeUndefined();
	});

	it('is no workspace, for a Workspace API key has its own', async () => {
		const key = await connect(keyOf(local.sandbox, 'workspace'));
		const field = (await formOf('creates', 'create_agent')).get('workspace_id')!;
		expect(field['required']).toBeUndefined();
		expect(field['helpText']).toContain('Required with an Account API key');
		const name = 'In its own workspace';
		const { id } = await create('create_agent', { name }, key);
		expect(local.sandbox.data.get('agent', String(id))).toMatchObject({ name });
		expect((await formOf('creates', 'delete_workspace')).get('workspace_id')).toMatchObject({
			required: true,
		});
	});

	it('is a workspace with an Account API key, which is said before anything is sent', async () => {
		const calls = local.sandbox.stats().apiCalls;
		const { text } = await failureOf(create('create_agent', { name: 'Nowhere' }));
		expect(text).toContain("'Workspace' is empty.");
		expect(local.sandbox.stats().apiCalls).toBe(calls);
	});

	it('of a deletion comes with what is lost', async () => {
		const { helpText } = (await formOf('creates', 'delete_workspace')).get('workspace_id')!;
		expect(helpText).toContain('Its users, agents, prompts');
	});
});

describe('addresses of files', () => {
	const [one, two] = ['https://files.example/a,b.pdf?x=1', 'https://files.example/c.pdf'];

	it.each([[`${one}, ${two}`], [[one, two]], [[JSON.stringify([one, two])]]])(
		'are read from %j',
		async (attached_files) => {
			await send({ attached_files });
			expect(local.sandbox.sends().at(-1)!.attachedFiles).toEqual([one, two]);
		},
	);
});

describe('yes or no', () => {
	it.each([
		...['no', false].map((given) => [given, 2]),
		...['yes', true, '', undefined].map((given) => [given, 1]),
	])('Exact Match %j finds %i', async (exact_match, found) => {
		if (!local.sandbox.data.list('agent').some(({ name }) => name === 'Zenith')) {
			local.sandbox.data.insert('agent', { name: 'Zenith' });
			local.sandbox.data.insert('agent', { name: 'Zenith of last year' });
		}
		expect(await find({ search: 'zenith', exact_match })).toHaveLength(Number(found));
	});
});

it.each([
	[null, '2026-03-01T00:00:00.000Z'],
	['', '2026-03-01T00:00:00.000Z'],
	['Europe/Zurich', '2026-02-28T23:00:00.000Z'],
])('a date without a time zone is read in the account’s, %j', async (timezone, since) => {
	const report = await run<JsonObject>('creates.generate_report.operation.perform', {
		...{ authData, inputData: { since: '2026-03-01' } },
		meta: { timezone } as never,
	});
	expect(report['since']).toBe(since);
});

it('a pasted key is read without what shows nothing around it', async () => {
	const pasted = Object.fromEntries(
		Object.entries(keyOf(local.sandbox)).map(([name, value]) => [name, `\u200b${value}\ufeff`]),
	);
	expect(await connect(pasted)).toHaveProperty('accessToken', expect.stringMatching(/./));
});
