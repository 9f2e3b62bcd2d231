import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INodeExecutionData } from 'n8n-workflow';

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

test('a failing item stops the workflow and is named', async () => {
	const run = await local.engine.run(getOne(), threeItems());

	expect(run.status).toBe('error');
	expect(run.items).toEqual([]);
	expect(run.error?.message).toContain('[item 1]');
	expect(run.error).toMatchObject({ httpCode: '404', context: { itemIndex: 1 } });
});

test('On Error: Continue puts what went wrong in the place of the item', async () => {
	const items = threeItems();
	const run = await local.engine.run(getOne(), items, { onError: 'continueRegularOutput' });

	expect(run.status).toBe('success');
	expect(run.items).toMatchObject([
		{ json: { id: items[0]!.json.id }, pairedItem: { item: 0 } },
		{ pairedItem: { item: 1 } },
		{ json: { id: items[2]!.json.id }, pairedItem: { item: 2 } },
	]);
	expect(run.items[1]!.json).toEqual({
		error: expect.stringContaining('[item 1]') as string,
		message: expect.stringContaining('Check the path, the IDs in it') as string,
		details: { httpCode: '404' },
	});
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
	let server: Server;
	let asked: Record<'method' | 'url' | 'type' | 'userId' | 'body', unknown>;
	let requests: number;
	let answer: { status: number; headers: Record<string, string>; body: string };

	beforeAll(async () => {
		server = createServer((request, response) => {
			let body = '';
			request.on('data', (piece) => (body += String(piece)));
			request.on('end', () => {
				const { 'content-type': type, 'x-user-id': userId } = request.headers;
				requests++;
				asked = { method: request.method, url: request.url, type, userId, body };
				response.writeHead(answer.status, answer.headers).end(answer.body);
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});
	beforeEach(() => {
		requests = 0;
		answer = {
			status: 200,
			headers: { 'content-type': 'application/json' },
			body: '{"n":12345678901234567890}',
		};
	});
	afterAll(() => server.close());

	async function tryToRun(
		parameters: object,
		credential: object = {},
		input?: INodeExecutionData[],
	) {
		const { port } = server.address() as AddressInfo;
		const credentials = await local.engine.viviCredential(undefined, {
			baseUrl: `http://127.0.0.1:${port}`,
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

	it.each(['post', '=Post', '={{ " POST\\n" }}'])(
		'the method %j is a POST, which is not sent twice',
		async (method) => {
			answer.status = 503;
			const { error } = await tryToRun({ method, body: '{}' });
			expect(error).toMatchObject({ httpCode: '503' });
			expect(asked).toMatchObject({ method: 'POST' });
			expect(requests).toBe(1);
		},
	);

	it.each([
		['X-HTTP-Method-Override', 'DELETE', {}, /'x-http-method-override' cannot be set/],
		['X_Original_URL', '/admin', {}, /'x_original_url' cannot be set/],
		['Cookie', 'session=1', {}, /'cookie' cannot be set/],
		['X-Trace', 'a\r\nHost: b', {}, /'x-trace' contains a line break/],
		[
			'X-User-Id',
			'usr_1',
			{ keyType: 'workspace', workspaceId: 'ws_1' },
			/Only an Account API key can act on behalf of a user/,
		],
	])('refuses the header %s, and sends nothing', async (name, value, credential, words) => {
		const headers = { parameters: [{ name, value }] };
		const { error } = await tryToRun({ headers }, credential);
		expect(error?.message).toMatch(words);
		expect(requests).toBe(0);
	});

	it('refuses what is no method, and sends nothing', async () => {
		const { error } = await tryToRun({ method: 'FETCH' });
		expect(error?.message).toContain(`'Method' is "FETCH", which is none of its choices.`);
		expect(error?.description).toContain('DELETE, GET, HEAD, PATCH, POST, PUT');
		expect(requests).toBe(0);
	});

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

	it('keeps records apart whose IDs are long numbers', async () => {
		answer.body =
			'{"data":[{"id":12345678901234567890,"name":"A"},{"id":12345678901234567891,"name":"B"}],"nextCursor":null}';
		const { items } = await tryToRun({
			resource: 'workspace',
			operation: 'getAll',
			returnAll: true,
		});
		expect(items.map(({ json }) => json['id'])).toEqual([
			'12345678901234567890',
			'12345678901234567891',
		]);
	});

	it('sends additional properties with all their digits', async () => {
		await run({
			resource: 'workspace',
			operation: 'create',
			name: 'A',
			additionalFields: { additionalProperties: '{"ref": 12345678901234567890, "n": 1.5}' },
		});
		expect(asked).toMatchObject({ body: '{"name":"A","ref":12345678901234567890,"n":1.5}' });
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

	it.each([
		["attachment; filename=x.pdf; filename*=UTF-8''Gr%C3%BC%C3%9Fe.pdf", 'Grüße.pdf'],
		[String.raw`attachment; filename="a \"b\".pdf"`, 'a "b".pdf'],
		["attachment; filename*=UTF-8''..%2F..%2Fa%0D%0A%1B%E2%80%AEb.pdf", 'a b.pdf'],
		[`attachment; filename="${'x'.repeat(5000)}.pdf"`, `${'x'.repeat(251)}.pdf`],
	])('keeps the name of a file: %s', async (disposition, fileName) => {
		answer = {
			...answer,
			headers: { 'content-type': 'application/pdf', 'content-disposition': disposition },
			body: 'x',
		};
		const { binary } = await run({ options: { responseFormat: 'file' } });
		expect(binary!['data']).toMatchObject({ fileName, mimeType: 'application/pdf' });
	});

	it('gives the records of all pages, or all of them in the whole answer', async () => {
		answer.headers['x-left'] = '7';
		answer.body = '{"data":[{"id":1},{"id":2}],"hasMore":false}';
		const { items } = await tryToRun({ options: { pagination: 'all', limit: 1 } });
		expect(items.map(({ json }) => json)).toEqual([{ id: 1 }]);
		const { json } = await run({ options: { pagination: 'all', fullResponse: true } });
		expect(json).toMatchObject({
			status: 200,
			headers: { 'x-left': '7' },
			body: [{ id: 1 }, { id: 2 }],
		});
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
