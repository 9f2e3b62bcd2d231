import type { INodeExecutionData } from 'n8n-workflow';

import { useServer } from '../support/local-server';
import { useEngine } from './support/use-engine';

const local = useEngine();

const send = { resource: 'apiRequest', operation: 'send' };
const workspaces = () => '/accounts/{accountId}/workspaces';

/** The second of three items asks for a workspace that is not there. */
function threeItems() {
	const [first, second] = local.sandbox.data.list('workspace').map(({ id }) => id as string);
	return [first, 'ws_missing', second].map((id) => ({ json: { id } }));
}

const getOne = () => ({
	...send,
	method: 'GET',
	path: `=${workspaces()}/{{ $json.id }}`,
});

test("sends one request per item, with the item's own values", async () => {
	const agents = `${workspaces()}/${local.sandbox.defaultWorkspaceId}/agents`;
	const run = await local.engine.run(
		{
			...send,
			method: 'POST',
			path: agents,
			body: '={{ { name: $json.name } }}',
		},
		['Ada', 'Grace'].map((name) => ({ json: { name } })),
	);

	expect(run.error).toBeUndefined();
	expect(run.items).toMatchObject([
		{ json: { name: 'Ada' }, pairedItem: { item: 0 } },
		{ json: { name: 'Grace' }, pairedItem: { item: 1 } },
	]);
	for (const { json } of run.items) {
		expect(local.sandbox.data.get('agent', json['id'] as string)).toMatchObject({
			name: json['name'],
		});
	}
});

test('On Error: Continue (using error output) parts the failed items from the others', async () => {
	const items = threeItems();
	const run = await local.engine.run(getOne(), items, { onError: 'continueErrorOutput' });

	expect(run.status).toBe('success');
	expect(run.items.map(({ json }) => json['id'])).toEqual([items[0]!.json.id, items[2]!.json.id]);
	// n8n puts the item that went in beside what went wrong.
	expect(run.failed.map(({ json }) => json)).toEqual([
		{
			id: 'ws_missing',
			error: expect.stringContaining('[item 1]') as string,
			message: expect.stringContaining('Check the path, the IDs in it') as string,
			details: { httpCode: '404' },
		},
	]);
});

describe('to the letter', () => {
	let asked: Record<'method' | 'url' | 'type' | 'userId' | 'body', unknown>;
	let requests = 0;
	const answer = { headers: {}, body: '' };
	const server = useServer((request, response) => {
		let body = '';
		request.on('data', (piece) => (body += String(piece)));
		request.on('end', () => {
			const { 'content-type': type, 'x-user-id': userId } = request.headers;
			requests++;
			asked = { method: request.method, url: request.url, type, userId, body };
			response.writeHead(200, answer.headers).end(answer.body);
		});
	});
	beforeEach(() => {
		requests = 0;
		answer.headers = { 'content-type': 'application/json' };
		answer.body = '{"n":12345678901234567890}';
	});

	async function tryToRun(
		parameters: object,
		credential: object = {},
		input?: INodeExecutionData[],
	) {
		const credentials = await local.engine.viviCredential(undefined, {
			baseUrl: server.url,
			...credential,
		});
		const whole = { ...send, method: 'GET', path: '/x', ...parameters };
		return await local.engine.run(whole, input, { credentials });
	}

	async function run(parameters: object) {
		const { error, items } = await tryToRun(parameters);
		expect(error).toBeUndefined();
		return items[0]!;
	}

	it.each(['{"n": 12345678901234567890}', '"hi"', '""', '5', 'null'])(
		'sends the body %s',
		async (body) => {
			await run({ method: 'POST', body });
			expect(asked).toMatchObject({ type: 'application/json', body });
		},
	);

	it('keeps the digits of long numbers, as text', async () => {
		const { json } = await run({});
		expect(json).toEqual({ n: '12345678901234567890' });
	});

	it('hands over an answer as text', async () => {
		const { json } = await run({ options: { responseFormat: 'text' } });
		expect(json).toEqual({ data: answer.body });
	});

	it('sends all values of a query parameter, objects and dates as JSON has them', async () => {
		const values = ['1', '={{ [2, 3] }}', '={{ { a: 4 } }}', '={{ new Date(0) }}', '={{ null }}'];
		await run({ query: { parameters: values.map((value) => ({ name: 'q', value })) } });
		const { searchParams } = new URL(String(asked.url), 'http://localhost');
		expect(searchParams.getAll('q')).toEqual([
			'1',
			'2',
			'3',
			'{"a":4}',
			'1970-01-01T00:00:00.000Z',
			'',
		]);
	});

	it('gives status and headers beside a file', async () => {
		const { json, binary } = await run({ options: { responseFormat: 'file', fullResponse: true } });
		expect(json).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
		expect(binary!['data']).toMatchObject({ mimeType: 'application/json' });
	});

	it('sends a form with files or without, and a file', async () => {
		const file = (text: string, fileName: string) => ({
			...{ data: Buffer.from(text).toString('base64'), mimeType: 'text/x-a', fileName },
		});
		const input = [{ json: {}, binary: { data: file('Hi', 'a.txt'), other: file('Ho', 'b.txt') } }];
		const formFields = { parameters: [{ name: 'tag', value: 'a' }] };
		expect(
			(await tryToRun({ method: 'POST', bodyType: 'form', formFields }, {}, input)).error,
		).toBe(undefined);
		expect(asked.type).toMatch(/^multipart\/form-data; boundary=/);
		expect(asked.body).toMatch(
			/name="tag"\r\n\r\na\r\n[^]*name="file"; filename="a.txt"[^]*Hi\r\n/,
		);
		const several = { binaryPropertyName: 'data, other', fileField: 'one,two' };
		await tryToRun({ method: 'POST', bodyType: 'form', ...several }, {}, input);
		expect(asked.body).toMatch(/name="one"; filename="a.txt"[^]*name="two"; filename="b.txt"/);
		await tryToRun({ method: 'POST', bodyType: 'urlencoded', formFields }, {}, input);
		expect(asked).toMatchObject({ type: 'application/x-www-form-urlencoded', body: 'tag=a' });
		await tryToRun({ method: 'PUT', bodyType: 'file' }, {}, input);
		expect(asked).toMatchObject({ method: 'PUT', type: 'text/x-a', body: 'Hi' });
	});

	it('leaves a body alone that is not shown, and refuses one with a GET that is not seen', async () => {
		await run({ body: '{"left":"over"}' });
		expect(asked).toMatchObject({ method: 'GET', body: '' });
		const { error } = await tryToRun({ method: '={{ "GET" }}', body: '{"a":1}' });
		expect(error?.message).toContain("'Body' cannot be sent with GET.");
		expect(requests).toBe(1);
	});

	it('acts on behalf of a user whose ID an expression gives as a number', async () => {
		await run({ options: { userId: '={{ 7 }}' } });
		expect(asked).toMatchObject({ userId: '7' });
	});
});
