import type { ChannelStyle } from '../../../sandbox/channel-style';
import type { IssuedChannel } from '../../../sandbox/channels';
import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { until } from '../../support/until';
import { call, SMALL, tokenOf, type CallOptions } from './support';

describe('API channel', () => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox(SMALL);
	});
	afterAll(async () => await sandbox.close());
	beforeEach(() => sandbox.setChannelStyle({ chunkDelayMs: 0 }));

	const post = async (
		channel: IssuedChannel,
		route: string,
		json: unknown,
		options: CallOptions = {},
	) =>
		await call(`${channel.baseUrl}/channelsApi/${channel.channelId}/${route}`, {
			method: 'POST',
			json,
			headers: { 'vivi-api-key': channel.apiKey },
			...options,
		});

	it('keeps a conversation and counts what it was sent', async () => {
		const message = 'Grüezi 👋 {{ $json.name }}';
		const before = sandbox.stats().sends;
		const first = await post(sandbox.channel, 'invoke', { message, threadId: 't1' });
		const second = await post(sandbox.channel, 'invoke', { message: 'Again', threadId: 't1' });

		expect(first.body.threadId).toBe('t1');
		expect(first.body.response).toContain(`“${message}”`);
		expect(second.body.response).toContain('Messages in this thread: 2.');
		expect(sandbox.stats().sends).toBe(before + 2);
		expect(sandbox.data.get('thread', 't1')).toMatchObject({ messageCount: 4 });
		expect(sandbox.data.messages('t1')[0]).toMatchObject({ role: 'user', content: message });
	});

	it('answers a batch in its order, or not at all', async () => {
		const messages = ['a', 'b'].map((message) => ({ message, threadId: `batch-${message}` }));
		const { body } = await post(sandbox.channel, 'batch', { messages });
		expect(body.responses).toMatchObject([{ threadId: 'batch-a' }, { threadId: 'batch-b' }]);

		const { sends } = sandbox.stats();
		const broken = await post(sandbox.channel, 'batch', { messages: [...messages, {}] });
		expect(broken.status).toBe(422);
		expect(sandbox.stats().sends).toBe(sends);
	});

	it.each<ChannelStyle['stream']>(['sse', 'ndjson', 'raw'])('streams as %s', async (stream) => {
		sandbox.setChannelStyle({ stream, chunkDelayMs: 0 });
		const { baseUrl, channelId, apiKey } = sandbox.channel;
		const response = await fetch(`${baseUrl}/channelsApi/${channelId}/stream`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'vivi-api-key': apiKey },
			body: JSON.stringify({ message: 'Größe? 👟', threadId: `stream-${stream}` }),
		});
		const text = await response.text();
		const events = text
			.split('\n')
			.map((line) => line.replace(/^data: /, ''))
			.filter((line) => line.startsWith('{'))
			.map((line) => JSON.parse(line) as { content?: string });
		const answer = stream === 'raw' ? text : events.map(({ content }) => content ?? '').join('');

		expect(answer).toContain('“Größe? 👟”. Messages in this thread: 1.');
	});

	it('gives structured answers, which cannot be streamed', async () => {
		const channel = sandbox.createChannel({
			structuredOutput: true,
			structuredOutputSchema: {
				type: 'object',
				properties: { summary: { type: 'string' }, urgent: { type: 'boolean' } },
			},
		});
		const body = { message: 'Hello', threadId: 's1' };
		expect((await post(channel, 'invoke', body)).body.response).toEqual({
			summary: expect.stringContaining('Hello'),
			urgent: true,
		});
		expect((await post(channel, 'stream', body)).status).toBe(400);
	});

	it('says what is in the way', async () => {
		const { channel } = sandbox;
		const body = { message: 'Hello', threadId: 'x' };
		const token = await tokenOf(sandbox, sandbox.keys.account);
		const bearer = { authorization: `Bearer ${token}` };
		const { sends } = sandbox.stats();

		expect((await post({ ...channel, apiKey: 'wrong' }, 'invoke', body)).status).toBe(401);
		const mixedUp = await post(channel, 'invoke', body, { headers: bearer });
		expect(mixedUp.status).toBe(401);
		expect(JSON.stringify(mixedUp.body)).toContain('vivi-api-key');
		expect((await post({ ...channel, channelId: 'chn_0' }, 'invoke', body)).status).toBe(404);
		for (const agent of ['none', 'unpublished'] as const) {
			expect((await post(sandbox.createChannel({ agent }), 'invoke', body)).status).toBe(409);
		}
		expect((await post(channel, 'invoke', { threadId: 'x' })).status).toBe(422);
		expect(sandbox.stats().sends).toBe(sends);
	});

	it('processes a message although nobody waits for its slow agent any more', async () => {
		sandbox.setFaults([{ target: 'api', pathIncludes: '/invoke', delayMs: 120 }]);
		const { baseUrl, channelId, apiKey } = sandbox.channel;
		const { sends } = sandbox.stats();
		const answer = fetch(`${baseUrl}/channelsApi/${channelId}/invoke`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'vivi-api-key': apiKey },
			body: JSON.stringify({ message: 'Slow', threadId: 'slow' }),
			signal: AbortSignal.timeout(40),
		});
		await expect(answer).rejects.toThrow();
		await until(() => sandbox.stats().sends === sends + 1);
		sandbox.setFaults();
	});

	it('takes files', async () => {
		const form = new FormData();
		form.set('file', new Blob(['Hello']), 'hello.txt');
		const { status, body } = await post(sandbox.channel, 'files', undefined, { body: form });
		expect(status).toBe(201);
		expect(body.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/channelsApi\/.+\/hello\.txt$/);
	});
});
