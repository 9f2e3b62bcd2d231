import type { ChannelStyle, IssuedChannel } from '../../../sandbox/channels';
import { startSandbox, type Sandbox } from '../../../sandbox/server';
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

	it('answers a batch whole or not at all', async () => {
		const messages = ['a', 'b'].map((message) => ({ message, threadId: `batch-${message}` }));
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
});
