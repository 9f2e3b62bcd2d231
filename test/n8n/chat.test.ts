import type { INodeCredentials, INodeParameters, StructuredChunk } from 'n8n-workflow';

import type { IssuedChannel } from '../../sandbox/channels';
import { until } from '../support/until';
import { fileItem, type NodeSettings } from './support/engine';
import { useEngine } from './support/use-engine';

const local = useEngine();

beforeEach(() => local.sandbox.setChannelStyle({ chunkDelayMs: 0 }));

async function credentialOf(channel: IssuedChannel): Promise<INodeCredentials> {
	const { baseUrl, channelId, apiKey } = channel;
	return await local.engine.addCredential('viviChannelApi', { baseUrl, channelId, apiKey });
}
type Items = Parameters<typeof local.engine.run>[1];

/** Runs Chat with the key of the sandbox's channel and no other. */
async function chat(parameters: INodeParameters, items?: Items, settings: NodeSettings = {}) {
	const credentials = settings.credentials ?? (await credentialOf(local.sandbox.channel));
	return await local.engine.run({ resource: 'chat', ...parameters }, items, {
		...settings,
		credentials,
	});
}
const send = { operation: 'send', message: '={{ $json.message }}' };
const sent = () => local.sandbox.sends().slice(-local.sandbox.stats().sends);
const item = (message: string) => ({ json: { message } });

describe('send', () => {
	it('keeps a conversation over several executions by a key', async () => {
		const byKey = { ...send, threadMode: 'key', threadKey: '+49 170 1234567' };
		const first = await chat(byKey, [item('Hello')]);
		const second = await chat(byKey, [item('And again')]);

		expect(first.items).toEqual([
			{
				json: {
					text: expect.stringContaining('Messages in this thread: 1.') as string,
					threadId: expect.any(String) as string,
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(second.items[0]!.json['text']).toContain('Messages in this thread: 2.');
		expect(second.items[0]!.json['threadId']).toBe(first.items[0]!.json['threadId']);
	});

	it.each(['send', 'sendBatch'])(
		'%s gives the whole answer without Simplify',
		async (operation) => {
			const whole = { ...send, operation, simplify: '={{ "no" }}' };
			const { items } = await chat(whole, [item('Hello')]);
			expect(items[0]!.json).toMatchObject({
				text: expect.any(String) as string,
				structuredOutput: null,
				raw: { response: expect.any(String) as string },
			});
		},
	);

	it('counts what an expression does not find as left out', async () => {
		const nothing = {
			userId: '={{ null }}',
			binaryProperties: '={{ null }}',
			timeout: '={{ null }}',
		};
		const { error } = await chat({ ...send, options: { ...nothing, stream: true } }, [item('a')]);
		expect(error).toBeUndefined();
		expect(sent()).toHaveLength(1);
		expect(sent()[0]!.userId).not.toBe('null');
	});

	it.each([true, false])('waits for longer than a timer can (stream: %s)', async (stream) => {
		const { items } = await chat({ ...send, options: { timeout: 3_000_000, stream } }, [item('a')]);
		expect(items[0]?.json['text']).toEqual(expect.any(String));
	});

	it('starts a thread with each message, or goes on in the one that is named', async () => {
		const fresh = await chat(send, [item('a'), item('b')]);
		const [one, two] = fresh.items.map(({ json }) => json['threadId']);
		expect(one).not.toBe(two);

		const parameters = { ...send, threadMode: 'id', threadId: one as string };
		const { items } = await chat(parameters, [item('c')]);
		expect(items[0]!.json['text']).toContain('Messages in this thread: 2.');
	});

	it('takes files along, from fields of the item and from the web', async () => {
		const url = 'https://files.example/prices.pdf';
		const [one, other] = ['one', 'other'].map((property) =>
			fileItem('png', { fileName: `${property}.png`, mimeType: 'image/png' }, { property }),
		);
		const options = {
			binaryProperties: '={{ Object.keys($binary) }}',
			...{ attachedFiles: url, userId: 'visitor-7' },
		};
		const both = { json: { message: 'Look' }, binary: { ...one!.binary, ...other!.binary } };
		await chat({ ...send, options }, [both]);

		const uploaded = (name: string) => expect.stringMatching(`/files/.+/${name}\\.png$`) as string;
		expect(sent()).toMatchObject([
			{ userId: 'visitor-7', attachedFiles: [url, uploaded('one'), uploaded('other')] },
		]);
	});

	it('names the item that failed and goes on with the others', async () => {
		const { items } = await chat(send, [item('a'), item(' '), item('c')], {
			onError: 'continueRegularOutput',
		});
		expect(items).toMatchObject([
			{ json: { text: expect.any(String) as string }, pairedItem: { item: 0 } },
			{ json: { error: expect.stringContaining("'Message' is empty") as string } },
			{ pairedItem: { item: 2 } },
		]);
		expect(local.sandbox.stats().sends).toBe(2);
	});
});

describe('stream', () => {
	const streaming = { ...send, options: { stream: true } };

	it('passes the answer on while it is written, where the workflow responds by streaming', async () => {
		local.sandbox.setChannelStyle({ chunkDelayMs: 10 });
		const chunks: StructuredChunk[] = [];
		const onChunk = (chunk: StructuredChunk) => void chunks.push(chunk);
		const { items } = await chat(streaming, [item('Hello')], { mode: 'webhook', onChunk });

		const texts = chunks.filter(({ type }) => type === 'item').map(({ content }) => content);
		expect(chunks.map(({ type }) => type)).toEqual(['begin', ...texts.map(() => 'item'), 'end']);
		expect(texts.length).toBeGreaterThan(3);
		expect(texts.join('')).toBe(items[0]!.json['text']);
		const times = chunks.map(({ metadata }) => metadata.timestamp);
		expect(times.at(-1)! - times[0]!).toBeGreaterThanOrEqual(20);
	});

	it('stops reading when the time is up amid the answer', async () => {
		local.sandbox.setChannelStyle({ chunkDelayMs: 250 });
		const { error } = await chat({ ...send, options: { stream: true, timeout: 1 } }, [
			item('Slow in writing'),
		]);
		expect(error?.message).toContain('within 1 second.');
		expect(local.sandbox.stats()).toMatchObject({ apiCalls: 1, sends: 1 });
	});
});

describe('sendBatch', () => {
	const batch = { operation: 'sendBatch', message: '={{ $json.message }}' };
	const texts = ['a', 'b', 'c', 'd', 'e'];

	it('sends the messages of all items in few requests and keeps their order', async () => {
		const { items } = await chat({ ...batch, options: { batchSize: 2 } }, texts.map(item));

		expect(local.sandbox.stats()).toMatchObject({ apiCalls: 3, sends: 5 });
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
			texts.map((_, index) => ({ item: index })),
		);
		items.forEach(({ json }, index) => expect(json['text']).toContain(`“${texts[index]}”`));
	});

	it('sends nothing where how many go together cannot be read, and tells each item', async () => {
		const parameters = { ...batch, options: { batchSize: 'all' } };
		const settings = { onError: 'continueRegularOutput' } as const;
		const { error, items } = await chat(parameters, [item('a'), item('b')], settings);
		expect(error).toBeUndefined();
		const told = { error: expect.stringContaining("'Batch Size' is not a number") as string };
		expect(items).toMatchObject([
			{ json: told, pairedItem: { item: 0 } },
			{ json: told, pairedItem: { item: 1 } },
		]);
		expect(local.sandbox.stats().sends).toBe(0);
	});

	it('leaves out the items that cannot be sent, and says so in their place', async () => {
		const run = async (onError?: 'continueRegularOutput') =>
			await chat(batch, [item('a'), item(''), item('c')], onError ? { onError } : {});
		const { items } = await run('continueRegularOutput');
		expect(items).toMatchObject([
			{ json: { text: expect.stringContaining('“a”') as string } },
			{ json: { error: expect.stringContaining('[item 1]') as string }, pairedItem: { item: 1 } },
			{ json: { text: expect.stringContaining('“c”') as string }, pairedItem: { item: 2 } },
		]);
		expect(local.sandbox.stats()).toMatchObject({ apiCalls: 1, sends: 2 });

		local.sandbox.resetStats();
		expect((await run()).error?.message).toContain('[item 1]');
		expect(local.sandbox.stats().apiCalls).toBe(0);
	});

	it('fails for a message that VIVI declined, and goes on with the others when told to', async () => {
		local.sandbox.setChannelStyle({ failsOn: 'boom' });
		const messages = ['a', 'boom', 'c'].map(item);
		const stopped = await chat(batch, messages);
		expect(stopped.error?.message).toMatch(
			/^VIVI answered 'Send Many.*declined it\. .*\[item 1\]$/,
		);

		const { items, failed } = await chat(batch, messages, { onError: 'continueErrorOutput' });
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(failed).toMatchObject([
			{ json: { error: expect.stringContaining('declined') as string } },
		]);
	});

	it.each([
		['send', 5, [0, 1, 2, 3, 4]],
		['sendBatch', 2, [0, 2, 4, 1, 3]],
	])(
		"%s: each message goes to the channel of its item's credential",
		async (operation, calls, order) => {
			const channels = [local.sandbox.createChannel(), local.sandbox.createChannel()];
			const credentials = await local.engine.addCredential('viviChannelApi', {
				baseUrl: channels[0]!.baseUrl,
				channelId: '={{ $json.channelId }}',
				apiKey: '={{ $json.apiKey }}',
			});
			const items = [0, 1, 0, 1, 0].map((at, n) => ({
				json: { message: `Message ${n}`, ...channels[at]! },
			}));
			const run = await chat({ ...batch, operation }, items, { credentials });

			expect(run.error).toBeUndefined();
			expect(local.sandbox.stats()).toMatchObject({ apiCalls: calls, sends: 5 });
			expect(sent().map(({ channelId, message }) => [channelId, message])).toEqual(
				order.map((n) => [items[n]!.json.channelId, `Message ${n}`]),
			);
			run.items.forEach(({ json, pairedItem }, n) => {
				expect(pairedItem).toEqual({ item: n });
				expect(json['text']).toContain(`“Message ${n}”`);
			});
		},
	);

	it('sends once in spite of a lost answer, and every item says so', async () => {
		local.sandbox.setFaults([{ target: 'api', reset: 'before', afterwards: true }]);
		const { items } = await chat(batch, ['a', 'b'].map(item), { onError: 'continueRegularOutput' });
		expect(items).toHaveLength(2);
		for (const { json } of items) {
			expect(JSON.stringify(json)).toContain('they were sent once');
		}
		expect(local.sandbox.stats().apiCalls).toBe(1);
	});

	it('keeps answers together that cannot be told apart', async () => {
		local.sandbox.setFaults([{ target: 'api', status: 202, body: '{"accepted":2}' }]);
		const { items } = await chat(batch, ['a', 'b'].map(item));
		expect(items).toMatchObject([
			{ json: { raw: { accepted: 2 } }, pairedItem: [{ item: 0 }, { item: 1 }] },
		]);
		expect(items[0]!.json['threadIds']).toHaveLength(2);
	});
});

describe('after a 429 that says for how long', () => {
	const slowDown = (seconds: number) =>
		local.sandbox.setFaults([
			{ target: 'api', times: 1, status: 429, headers: { 'retry-after': String(seconds) } },
		]);
	const goesOn = { onError: 'continueRegularOutput' } as const;

	it('the messages of all further items stay unsent, whatever their options', async () => {
		slowDown(3600);
		const options = { timeout: '={{ 60 + $itemIndex }}' };
		const { items } = await chat({ ...send, options }, ['a', 'b', 'c'].map(item), goesOn);
		for (const { json } of items.slice(1)) {
			expect(json['message']).toContain('Nothing was sent. Run it again in 60 minutes.');
		}
		expect(local.sandbox.stats()).toMatchObject({ apiCalls: 1, sends: 0 });
	});

	it('the next message waits where that is not long', async () => {
		local.sandbox.setFaults([{ target: 'api', status: 429, headers: { 'retry-after': '1' } }]);
		const running = chat(send, ['a', 'b', 'c'].map(item), goesOn);
		await until(() => local.sandbox.stats().apiCalls === 1);
		// VIVI takes messages again only after half of the wait.
		setTimeout(() => local.sandbox.setFaults(), 500);
		const [first, ...others] = (await running).items;
		expect(first!.json['error']).toContain('VIVI asked to slow down instead of answering');
		for (const { json } of others) expect(json['text']).toEqual(expect.any(String));
		expect(local.sandbox.stats()).toMatchObject({ apiCalls: 3, sends: 2 });
	});

	it("another channel's messages are sent", async () => {
		const channels = [local.sandbox.channel, local.sandbox.createChannel()];
		const credentials = await local.engine.addCredential('viviChannelApi', {
			baseUrl: channels[0]!.baseUrl,
			channelId: '={{ $json.channelId }}',
			apiKey: '={{ $json.apiKey }}',
		});
		slowDown(3600);
		const items = [0, 1, 0, 1].map((at) => ({ json: { message: 'Hello', ...channels[at]! } }));
		const run = await chat(send, items, { ...goesOn, credentials });
		expect(run.items.map(({ json }) => 'error' in json)).toEqual([true, false, true, false]);
		expect(local.sandbox.stats()).toMatchObject({ apiCalls: 3, sends: 2 });
	});
});

it('lets the key appear nowhere', async () => {
	const channel = local.sandbox.createChannel();
	const credentials = await credentialOf(channel);
	const wrong = { ...channel, channelId: local.sandbox.channel.channelId };
	const runs = [
		await chat(send, [item('Hello')], { credentials }),
		await chat({ ...send, options: { stream: true } }, [item('Hello')], { credentials }),
		await chat(send, [item('Hello')], { credentials: await credentialOf(wrong) }),
		await chat({ ...send, options: { stream: true } }, [item('Hello')], {
			credentials: await credentialOf(wrong),
		}),
	];
	expect(runs.map(({ status }) => status)).toEqual(['success', 'success', 'error', 'error']);
	for (const { stored } of runs) expect(stored).not.toContain(channel.apiKey);
	expect(runs[2]!.error?.description).toContain('platform key');
});

it('says in the words of n8n where a key of the platform belongs, and sends nothing', async () => {
	const credentials = await credentialOf({
		...local.sandbox.channel,
		apiKey: 'eyJhbGci.eyJzdWIi.c2ln',
	});
	const { error } = await chat(send, [item('Hello')], { credentials });
	expect(error?.message).toContain("'API Key'");
	expect(error?.description).toContain('VIVI API credential');
	expect(local.sandbox.stats().apiCalls).toBe(0);
});
