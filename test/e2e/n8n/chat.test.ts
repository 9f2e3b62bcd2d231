import { chain, itemsOf, manualStart, type Step } from './support/chain';
import { filesHolding } from './support/files-holding';
import { useN8n } from './support/test-n8n';

const local = useN8n();
let credentials: { viviChannelApi: { id: string; name: string } };

beforeAll(async () => {
	const { baseUrl, channelId, apiKey } = local.sandbox.channel;
	const name = 'VIVI channel';
	const data = { baseUrl, channelId, apiKey };
	const { id } = await local.n8n.rest.saveCredential(name, 'viviChannelApi', data);
	credentials = { viviChannelApi: { id, name } };
});

beforeEach(() => {
	local.sandbox.setFaults();
	local.sandbox.setChannelStyle({ chunkDelayMs: 0 });
	local.sandbox.resetStats();
});

/** Runs the Chat resource once, on the output of the steps before it. */
async function chat(parameters: object, before: Step[]) {
	const node: Step = {
		...{ name: 'Chat', type: 'n8n-nodes-vivi.vivi', typeVersion: 1, credentials },
		parameters: { resource: 'chat', options: {}, ...parameters },
	};
	const workflow = await local.n8n.rest.saveWorkflow(chain('Chat', [manualStart, ...before, node]));
	const { status, resultData, raw } = await local.n8n.rest.run(workflow, 'Start');
	expect(raw).not.toContain(local.sandbox.channel.apiKey);
	const items = (resultData.runData['Chat']?.[0]?.data?.main[0] ?? []).map(
		({ json }) => json as Record<string, unknown>,
	);
	return { status, items, error: resultData.error };
}

const message = '={{ $json.message }}';
const messages = (...texts: string[]) => itemsOf(texts.map((text) => ({ message: text })));
const sent = () => local.sandbox.sends().slice(-local.sandbox.stats().sends);

/** Steps that give an item with a text file in its field 'data'. */
const file = (text: string, fileName: string): Step[] => [
	...messages(text),
	{
		...{ name: 'To file', type: 'n8n-nodes-base.convertToFile', typeVersion: 1.1 },
		parameters: { operation: 'toText', sourceProperty: 'message', options: { fileName } },
	},
];

test('100 KB of whatever people write arrives as it is, and so does the answer', async () => {
	const long = `Grüezi 👋 {{ $json.secret }} ={{ 1 + 1 }} "\\n" \n${'ü👟 '.repeat(15_000)}`;
	expect(Buffer.byteLength(long)).toBeGreaterThan(100_000);
	const { status, items } = await chat({ operation: 'send', message }, messages(long));
	expect(status).toBe('success');
	expect(sent()).toEqual([expect.objectContaining({ message: long, via: 'invoke' })]);
	expect(items[0]!['text']).toContain(long);
});

test('Send Many Messages: few requests, each message once, a conversation over two executions', async () => {
	const texts = ['Größe 44?', '{{ 1 + 1 }}', 'c'];
	const batch = {
		...{ operation: 'sendBatch', message, threadMode: 'key', threadKey: '={{ $json.message }}' },
		options: { batchSize: 2 },
	};
	const first = await chat(batch, messages(...texts));
	expect(local.sandbox.stats()).toMatchObject({ apiCalls: 2, sends: 3 });
	expect(sent().map((one) => [one.message, one.via])).toEqual(texts.map((text) => [text, 'batch']));

	const second = await chat(batch, messages(...texts));
	for (const [at, text] of texts.entries()) {
		expect(first.items[at]!['text']).toContain(`“${text}”. Messages in this thread: 1.`);
		expect(second.items[at]!['text']).toContain(`“${text}”. Messages in this thread: 2.`);
		expect(second.items[at]!['threadId']).toBe(first.items[at]!['threadId']);
	}
});

test('Upload File, and a message that takes a file along', async () => {
	const text = 'Preise für heute';
	const parameters = { operation: 'uploadFile', binaryPropertyName: 'data' };
	const { items } = await chat(parameters, file(text, 'Preise.txt'));
	const url = String(items[0]!['url']);
	expect(url).toMatch(/\/files\/.+\/Preise\.txt$/);

	const options = { binaryProperties: 'data', attachedFiles: url };
	const look = { operation: 'send', message: 'Look', options };
	expect((await chat(look, file(text, 'Grüße.txt'))).status).toBe('success');
	expect(sent()).toEqual([
		expect.objectContaining({
			message: 'Look',
			attachedFiles: [url, expect.stringMatching(/\/files\/.+\/Gr%C3%BC%C3%9Fe\.txt$/)],
		}),
	]);
});

test('the key of the channel in the clear in no file that n8n leaves', async () => {
	local.sandbox.setFaults([{ target: 'api', status: 401 }]);
	const { error } = await chat({ operation: 'send', message }, messages('a'));
	expect(error?.message).toMatch(/key/i);
	expect(filesHolding(local.n8n, [local.sandbox.channel.apiKey])).toEqual([]);
});
