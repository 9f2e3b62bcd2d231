import type { FaultRule } from '../../sandbox/faults';
import { threadIdFor } from '../../vivi/chat/thread-id';
import type { JsonObject } from '../../vivi/http/json';
import { channelOf, connect, keyOf, run, type LogLine } from './support/app';
import { failureOf } from './support/failure';
import { startFileServer, type FileServer } from './support/file-server';
import { useSandbox } from './support/use-sandbox';

const local = useSandbox();
let files: FileServer;
let authData: Record<string, string>;

beforeAll(async () => {
	files = await startFileServer(Buffer.from('A file'));
	authData = await connect(channelOf(local.sandbox));
});
afterAll(async () => await files.close());

const METHOD = 'creates.send_message.operation.perform';
const send = async (inputData: Record<string, unknown>, connection = authData, log?: LogLine[]) =>
	await run<JsonObject>(METHOD, { authData: connection, inputData }, log);
const sent = () => local.sandbox.sends().slice(-local.sandbox.stats().sends || Infinity);

describe('send_message', () => {
	it('gives the answer, and the thread it stands in', async () => {
		const result = await send({ message: 'Where is my order?' });

		expect(result).toMatchObject({
			status: 'answered',
			text: expect.stringContaining('you wrote “Where is my order?”') as string,
			structuredOutput: null,
			threadId: expect.stringMatching(/^[\da-f-]{36}$/) as string,
		});
		expect(local.sandbox.stats()).toMatchObject({ sends: 1, apiCalls: 1, exchanges: 0 });
	});

	it('keeps a conversation by a key, in the thread that n8n would use', async () => {
		const input = { message: 'And now?', thread_mode: 'key', thread_key: '+49 170 1234567' };

		const first = await send(input);
		const second = await send(input);

		expect(second['threadId']).toBe(first['threadId']);
		expect(second['text']).toContain('Messages in this thread: 2.');
		expect(first['threadId']).toBe(
			threadIdFor({ mode: 'key', key: '+49 170 1234567' }, local.sandbox.channel.channelId),
		);
	});

	it('takes the ID of a thread', async () => {
		const thread_id = '3f2b8c1e-6a0d-4f7e-9b1c-2d5e8a7f0c34';

		expect(await send({ message: 'x', thread_mode: 'id', thread_id })).toMatchObject({
			threadId: thread_id,
		});
	});

	test.each([
		['curly braces', 'Dear {{name}}, {{bundle.inputData.x}} {{process.env.HOME}} {{{{'],
		['every script', 'é 🙂 日本語 \u202Eabc "quoted" \\ \n\t'],
		['100 KB', 'Lorem ipsum {{x}} '.repeat(6_000)],
	])('brings %s unharmed', async (_case, message) => {
		await send({ message });

		expect(sent().map((one) => one.message)).toEqual([message]);
	});

	it('gives structured output as an object', async () => {
		const channel = local.sandbox.createChannel({ structuredOutput: true });

		const result = await send({ message: 'x' }, channelOf({ channel }));

		expect(result).toMatchObject({
			text: null,
			structuredOutput: { answer: expect.any(String) as string, messageCount: 1 },
		});
	});

	it('uploads files before it sends, and takes addresses as well', async () => {
		await send({
			message: 'Look at these',
			files: [`${files.url}/hydrate`, `${files.url}/named`],
			attached_files: ['https://files.example.com/a.pdf'],
			user: '0b7f0d4e-6d3d-4a58-9c7b-0a4f2f1f9f11',
		});

		expect(sent()).toEqual([
			expect.objectContaining({
				userId: '0b7f0d4e-6d3d-4a58-9c7b-0a4f2f1f9f11',
				attachedFiles: [
					'https://files.example.com/a.pdf',
					expect.stringContaining('/files/') as string,
					expect.stringContaining('/files/') as string,
				],
			}),
		]);
	});

	it.each([
		['a text with several', (one: string) => `${one}, ${one}`],
		['a list in a list', (one: string) => [[one], [one, null]]],
	])('takes the addresses of files as %s', async (_case, given) => {
		await send({ message: 'x', files: given(`${files.url}/named`) });

		const upload = expect.stringContaining('/files/') as string;
		expect(sent().map(({ attachedFiles }) => attachedFiles)).toEqual([[upload, upload]]);
	});

	it('sends nothing when a file cannot be had', async () => {
		const call = send({ message: 'x', files: [`${files.url}/missing`] });

		expect((await failureOf(call)).text).toContain('could not be fetched (status 404)');
		expect(local.sandbox.stats().sends).toBe(0);
	});

	const faults: Array<[string, Omit<FaultRule, 'target'>]> = [
		['a 429', { status: 429, headers: { 'retry-after': '1' } }],
		['a 429 after the agent got it', { status: 429, afterwards: true }],
		['a 500', { status: 500, afterwards: true }],
		['a 503', { status: 503, headers: { 'retry-after': '1' } }],
		['a 401', { status: 401 }],
		['a 409', { status: 409 }],
		['a broken connection', { reset: 'before', afterwards: true }],
		['an answer that breaks off', { truncate: true }],
		['a redirect', { status: 307, headers: { location: '/elsewhere' } }],
		[
			'a web page',
			{ status: 200, body: '<!doctype html>', headers: { 'content-type': 'text/html' } },
		],
	];
	test.each(faults)('sends once, and lets nobody repeat it, after %s', async (_case, fault) => {
		local.sandbox.setFaults([{ target: 'api', ...fault }]);

		const { name, text } = await failureOf(send({ message: 'Once' }));

		// Zapier repeats a step by itself for RefreshAuthError and ThrottledError.
		expect(name).toBe('AppError');
		expect(text.length).toBeGreaterThan(40);
		expect(local.sandbox.stats().apiCalls).toBe(1);
		expect(local.sandbox.stats().sends).toBeLessThanOrEqual(1);
	});

	test.each([
		['no agent', 'none', 'No agent is assigned to this channel'],
		['an unpublished agent', 'unpublished', 'The agent of this channel is not published'],
	] as const)('names a channel with %s', async (_case, agent, words) => {
		const channel = local.sandbox.createChannel({ agent });

		expect((await failureOf(send({ message: 'x' }, channelOf({ channel })))).text).toContain(words);
	});

	it('asks for a message', async () => {
		expect((await failureOf(send({ message: ' ' }))).text).toContain("'Message' is empty.");
		expect(local.sandbox.stats().apiCalls).toBe(0);
	});
});

describe('the two kinds of key', () => {
	it('may be in one connection, and each goes its own way', async () => {
		const both = await connect({ ...keyOf(local.sandbox), ...channelOf(local.sandbox) });
		const log: LogLine[] = [];

		await send({ message: 'x' }, both, log);
		await run(
			'searches.find_agent.operation.perform',
			{
				authData: both,
				inputData: {
					workspace_id: local.sandbox.defaultWorkspaceId,
					search: local.sandbox.data.list('agent')[0]!['name'],
				},
			},
			log,
		);

		const used = log
			.map(([, data]) => data as JsonObject)
			.filter((data) => typeof data['request_headers'] === 'string')
			.map(({ request_url: url, request_headers: headers }) => ({
				leadsTo: String(url).includes('/channelsApi/') ? 'channel' : 'account',
				keys: String(headers).match(/^(vivi-api-key|authorization)(?=:)/gim),
			}));
		expect(used[0]).toEqual({ leadsTo: 'channel', keys: ['vivi-api-key'] });
		expect(used.length).toBeGreaterThan(1);
		for (const one of used.slice(1)) {
			expect(one).toEqual({ leadsTo: 'account', keys: ['Authorization'] });
		}
	});

	it('are told apart when a message is sent with a platform key', async () => {
		const platform = await connect(keyOf(local.sandbox));

		const { name, text } = await failureOf(send({ message: 'x' }, platform));

		expect(name).toBe('AppError');
		expect(text).toContain('This connection holds no key of an API channel.');
		expect(local.sandbox.stats().apiCalls).toBe(0);
	});

	it('are told apart when the API is called with the key of a channel', async () => {
		const inputData = { workspace_id: 'ws_1', search: 'x' };

		const { name, text } = await failureOf(
			run('searches.find_agent.operation.perform', { authData, inputData }),
		);

		expect(name).toBe('AppError');
		expect(text).toContain('This connection holds the key of an API channel and nothing else.');
		expect(local.sandbox.stats().apiCalls).toBe(0);
	});

	it('are told apart when a value of a platform key is entered for a channel', async () => {
		const channel_api_key = local.sandbox.keys.account.clientId;

		const { text, raw } = await failureOf(
			send({ message: 'x' }, { ...channelOf(local.sandbox), channel_api_key }),
		);

		expect(text).toContain('VIVI did not accept the key of the channel');
		expect(text).toContain('The client secret and the access tokens of a platform key');
		expect(raw).not.toContain(channel_api_key);
	});
});

describe('upload_chat_file', () => {
	it('gives an address to attach the file by', async () => {
		const method = 'creates.upload_chat_file.operation.perform';
		const { url } = await run<JsonObject>(method, {
			authData,
			inputData: { file: `${files.url}/hydrate` },
		});

		expect(url).toMatch(/^http.*\/files\//);
		await send({ message: 'x', attached_files: [url] });
		expect(sent()).toEqual([expect.objectContaining({ attachedFiles: [url] })]);
	});
});
