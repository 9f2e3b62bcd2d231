import type { FaultRule } from '../../../sandbox/faults';
import type { IssuedChannel } from '../../../sandbox/channels';
import { startSandbox } from '../../../sandbox/server';
import { axiosHttp } from '../../../scripts/vivi/axios-http';
import { chat as channel } from '../../../vivi/catalogue/chat';
import { withChannelKey } from '../../../vivi/chat/channel';
import {
	createStreamingChat,
	type StreamingChat,
	type StreamingChatOptions,
} from '../../../vivi/chat/streaming-chat';
import { NetworkFailure } from '../../../vivi/http/port';
import { useSandbox } from '../../support/use-sandbox';
import { SMALL, tokenOf } from '../sandbox/support';
import { rejection } from '../../support/thrown';
import { fetchStream } from './fetch-stream';

const local = useSandbox(SMALL);
beforeEach(() => local.sandbox.setChannelStyle({ chunkDelayMs: 0 }));

function chatWith(
	channel: IssuedChannel,
	options: Partial<StreamingChatOptions> = {},
): StreamingChat {
	return createStreamingChat({
		http: withChannelKey(axiosHttp, channel),
		streamHttp: withChannelKey(fetchStream, channel),
		now: Date.now,
		baseUrl: channel.baseUrl,
		channelId: channel.channelId,
		timeoutMs: 10_000,
		...options,
	});
}
const chat = (options: Partial<StreamingChatOptions> = {}) =>
	chatWith(local.sandbox.channel, options);
const message = 'Grüezi 👋 {{ $json.name }} \\n "x"\n';

const signInPage: FaultRule = {
	target: 'api',
	status: 200,
	headers: { 'content-type': 'text/html' },
	body: '<!doctype html><title>Sign in</title>',
};

/** The two ways of sending one message. */
const WAYS = ['send', 'stream'] as const;

describe.each(WAYS)('%s', (way) => {
	it('keeps a conversation and says what was said', async () => {
		const threadId = `kept-${way}`;
		const first = await chat()[way]({ message, threadId, userId: 'u' });
		const second = await chat()[way]({ message: 'Again', threadId });

		expect(first).toMatchObject({ threadId, structuredOutput: null });
		expect(first.text).toContain(`“${message}”. Messages in this thread: 1.`);
		expect(second.text).toContain('Messages in this thread: 2.');
		expect(local.sandbox.sends().at(-2)).toMatchObject({ message, threadId, userId: 'u' });
	});

	it('carries 100 KB', async () => {
		const long = 'Größe 👟 '.repeat(10_000);
		const { text } = await chat()[way]({ message: long, threadId: `long-${way}` });
		expect(text).toContain(long);
		expect(local.sandbox.sends().at(-1)?.message).toBe(long);
	});

	// All other faults are in the matrix of test/faults.
	it.each<[string, FaultRule, string]>([
		['a rate limit', { target: 'api', status: 429 }, 'rate_limited'],
		['a lost answer', { target: 'api', reset: 'headers', afterwards: true }, 'network_reset'],
		['a sign-in page', signInPage, 'unexpected_answer'],
		['a key that is refused', { target: 'api', status: 401 }, 'channel_key_refused'],
	])('sends once in spite of %s', async (_, fault, code) => {
		local.sandbox.setFaults([fault]);
		const error = await rejection(chat()[way]({ message, threadId: 'faulty' }));
		expect(error).toMatchObject({ code, transient: false });
		expect(local.sandbox.stats().apiCalls).toBe(1);
	});

	it('says that a message without an answer was sent once, and in which thread', async () => {
		const silent = async () => await Promise.reject(new NetworkFailure('timeout'));
		const slow = chat({ http: silent, streamHttp: silent, timeoutMs: 100 });
		const error = await rejection(slow[way]({ message, threadId: 'slow' }));
		expect(error).toMatchObject({ code: 'answer_timeout', transient: false });
		expect(error.message).toContain('within 0.1 seconds');
		expect(error.hint).toContain('may still be processing the message; it was sent once');
		expect(error.hint).toContain('thread slow');
	});

	it('says when the agent fails', async () => {
		local.sandbox.setChannelStyle({ chunkDelayMs: 0, failsOn: 'boom' });
		const error = await rejection(chat()[way]({ message: 'boom', threadId: 'fails' }));
		expect(error.code).toBe(way === 'send' ? 'service_unavailable' : 'agent_failed');
		expect(error.message).toContain('The agent could not complete its answer');
	});

	it.each([
		['no agent', () => local.sandbox.createChannel({ agent: 'none' }), 'channel_without_agent'],
		[
			'an unpublished agent',
			() => local.sandbox.createChannel({ agent: 'unpublished' }),
			'agent_not_published',
		],
	])('names %s', async (_, channel, code) => {
		const error = await rejection(chatWith(channel())[way]({ message, threadId: 'x' }));
		expect(error).toMatchObject({ code, transient: false });
		expect(error.message + error.hint).not.toContain(channel().apiKey);
	});

	it('says which key belongs here when an access token comes instead', async () => {
		const token = await tokenOf(local.sandbox, local.sandbox.keys.account);
		const bearer = { authorization: `Bearer ${token}` };
		const { channel } = local.sandbox;
		const mixedUp = createStreamingChat({
			http: (request) => axiosHttp({ ...request, headers: { ...request.headers, ...bearer } }),
			streamHttp: (request) =>
				fetchStream({ ...request, headers: { ...request.headers, ...bearer } }),
			now: Date.now,
			timeoutMs: 1000,
			...channel,
		});
		const error = await rejection(mixedUp[way]({ message, threadId: 'x' }));
		expect(error).toMatchObject({ code: 'channel_key_refused', field: 'apiKey' });
		expect(error.hint).toContain('platform key');
		expect(error.message + error.hint).not.toContain(token);
	});

	it('says that nothing was sent when there is no way to VIVI', async () => {
		const closed = await startSandbox(SMALL);
		await closed.close();
		const error = await rejection(chat({ baseUrl: closed.url })[way]({ message, threadId: 'x' }));
		expect(error).toMatchObject({ code: 'network_refused', transient: true });
		expect(error.hint).not.toContain('may still');
	});
});

describe('send', () => {
	const structured = (answerKey: string) => {
		local.sandbox.setChannelStyle({ answerKey });
		const structuredOutputSchema = {
			type: 'object',
			properties: { summary: { type: 'string' }, urgent: { type: 'boolean' } },
		};
		return chatWith(
			local.sandbox.createChannel({ structuredOutput: true, structuredOutputSchema }),
		);
	};

	it.each(['response', 'answer', 'message', 'data', ''])(
		"finds structured output under '%s'",
		async (answerKey) => {
			const answer = await structured(answerKey).send({ message, threadId: 's' });
			expect(answer.structuredOutput).toEqual({
				summary: expect.stringContaining(message),
				urgent: true,
			});
			expect(answer.text).toBeNull();
		},
	);

	it('loses nothing of an answer under a key it does not know', async () => {
		const { raw } = await structured('verdict').send({ message, threadId: 's' });
		expect(raw).toMatchObject({ threadId: 's', verdict: { urgent: true } });
	});

	it('refuses an answer that says by its body that there is none', async () => {
		local.sandbox.setFaults([
			{ target: 'api', body: '{"success":false,"message":"Out of credit"}' },
		]);
		const error = await rejection(chat().send({ message, threadId: 'x' }));
		expect(error).toMatchObject({ code: 'declined', transient: false });
		expect(error.message).toContain('Out of credit');
	});

	it('points out that the base URL is that of the platform API', async () => {
		const http: StreamingChatOptions['http'] = async () => ({ status: 404, headers: {}, body: '' });
		const error = await rejection(
			chat({ http, baseUrl: 'https://api.vivi.bot' }).send({ message, threadId: 'x' }),
		);
		expect(error.hint).toContain("'Base URL' is set to the platform API");
	});
});

describe('stream', () => {
	it.each(['sse', 'ndjson', 'raw'] as const)('passes %s on while it arrives', async (stream) => {
		local.sandbox.setChannelStyle({ stream, chunkDelayMs: 5 });
		const pieces: string[] = [];
		const threadId = `pieces-${stream}`;
		const { text } = await chat().stream({ message, threadId }, (piece) => pieces.push(piece));
		expect(pieces.length).toBeGreaterThan(3);
		expect(pieces.join('')).toBe(text);
		expect(text).toContain(`“${message}”`);
	});

	it('says that structured output is in the way', async () => {
		const channel = local.sandbox.createChannel({ structuredOutput: true });
		const error = await rejection(chatWith(channel).stream({ message, threadId: 'x' }));
		expect(error).toMatchObject({ code: 'stream_disabled', field: 'stream' });
		expect(error.hint).toContain('structured output');
	});

	it('says when the answer breaks off amid the text', async () => {
		local.sandbox.setChannelStyle({ stream: 'raw', chunkDelayMs: 0, failsOn: 'boom' });
		const error = await rejection(chat().stream({ message: 'boom', threadId: 'x' }));
		expect(error).toMatchObject({ code: 'network_reset', transient: false });
	});
});

describe('sendBatch', () => {
	const messages = ['a', 'boom', 'c'].map((text) => ({ message: text, threadId: `batch-${text}` }));

	it('brings the answers in the order of the messages, in one request', async () => {
		local.sandbox.setChannelStyle({ failsOn: 'boom' });
		const { answers } = await chat().sendBatch(messages);
		expect(answers).toMatchObject([
			{ threadId: 'batch-a', text: expect.stringContaining('“a”') },
			{
				code: 'declined',
				message: expect.stringContaining('could not') as string,
				hint: expect.stringContaining('batch-boom') as string,
			},
			{ threadId: 'batch-c', text: expect.stringContaining('“c”') },
		]);
		expect(local.sandbox.stats()).toMatchObject({ apiCalls: 1, sends: 3 });
	});

	it('sends them once in spite of a lost answer', async () => {
		local.sandbox.setFaults([{ target: 'api', reset: 'before', afterwards: true }]);
		const error = await rejection(chat().sendBatch(messages));
		expect(error.hint).toContain('their threads');
		expect(local.sandbox.stats().apiCalls).toBe(1);
	});
});

describe('uploadFile', () => {
	const file = {
		name: 'Preisliste ä.pdf',
		mimeType: 'application/pdf',
		content: Buffer.from('%PDF'),
	};

	it('gives the address that messages are sent with', async () => {
		const { url } = await chat().uploadFile(file);
		expect(url).toContain('/files/');

		await chat().send({ message, threadId: 'files', attachedFiles: [url] });
		expect(local.sandbox.sends().at(-1)?.attachedFiles).toEqual([url]);
	});

	it('says what it found when there is no address', async () => {
		local.sandbox.setFaults([{ target: 'api', status: 201, body: '{"id":1}' }]);
		expect(await rejection(chat().uploadFile(file))).toMatchObject({ code: 'unexpected_answer' });
	});

	it('says that its address is assumed', async () => {
		local.sandbox.setFaults([{ target: 'api', status: 404 }]);
		const error = await rejection(chat().uploadFile(file));
		expect(error).toMatchObject({ code: 'channel_not_found' });
		expect(error.hint).toContain('assumed');
	});
});

describe('after a 429 that says for how long', () => {
	const calls: Record<keyof StreamingChat, (chat: StreamingChat) => Promise<unknown>> = {
		send: (chat) => chat.send({ message, threadId: 'held' }),
		stream: (chat) => chat.stream({ message, threadId: 'held' }),
		sendBatch: (chat) => chat.sendBatch([{ message, threadId: 'held' }]),
		uploadFile: (chat) =>
			chat.uploadFile({ name: 'a.txt', mimeType: 'text/plain', content: Buffer.from('a') }),
		run: (chat) => chat.run(channel.operations.send, { message, threadId: 'held' }),
	};
	const all = Object.values(calls);
	const headers = { 'retry-after': '60' };

	/** Two chats of one channel, by a clock that moves when somebody sleeps. */
	function chats(longestMs: number) {
		const clock = { time: Date.parse('2026-03-01T00:00:00Z') };
		const pause = { until: 0 };
		const slept: number[] = [];
		const sleep = async (ms: number) => {
			slept.push(ms);
			clock.time += ms;
			await Promise.resolve();
		};
		const now = () => clock.time;
		const options = { now, patience: { pause, sleep, longestMs } };
		return { clock, slept, one: chat(options), other: chat(options) };
	}
	describe.each(Object.entries(calls))('to %s', (_, first) => {
		it('sends nothing that would have to wait for too long, and says so', async () => {
			local.sandbox.setFaults([{ target: 'api', times: 1, status: 429, headers }]);
			const { clock, slept, one, other } = chats(59_000);
			const refused = await rejection(first(one));
			expect(refused).toMatchObject({ code: 'rate_limited', transient: false });
			expect(refused.hint).not.toContain('Nothing was sent');

			clock.time += 500;
			for (const next of all) {
				const error = await rejection(next(other));
				expect(error).toMatchObject({ code: 'rate_limited', status: 429, retryAfterMs: 60_000 });
				expect(error.hint).toBe('Nothing was sent. Run it again in 60 seconds.');
			}
			expect(local.sandbox.stats()).toMatchObject({ apiCalls: 1, sends: 0 });

			clock.time += 60_000;
			for (const next of all) await next(other);
			expect(local.sandbox.stats().apiCalls).toBe(1 + all.length);
			expect(slept).toEqual([]);
		});

		it.each(Object.entries(calls))(
			'%s waits where there is time, and is sent once',
			async (_, next) => {
				local.sandbox.setFaults([{ target: 'api', times: 1, status: 429, headers }]);
				const { slept, one, other } = chats(60_000);
				await rejection(first(one));
				await next(other);
				expect(slept).toEqual([60_000]);
				expect(local.sandbox.stats().apiCalls).toBe(2);
			},
		);
	});

	it.each<[string, FaultRule]>([
		[
			'a 429 that names no time',
			{ target: 'api', times: 1, status: 429, headers: { 'retry-after': 'later' } },
		],
		['another status', { target: 'api', times: 1, status: 503, headers }],
	])('%s holds nobody back', async (_, fault) => {
		local.sandbox.setFaults([fault]);
		const { slept, one, other } = chats(0);
		await rejection(calls.send(one));
		await calls.send(other);
		expect(slept).toEqual([]);
	});
});
