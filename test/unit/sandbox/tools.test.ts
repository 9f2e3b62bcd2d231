import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { toolDocument } from '../../../vivi/tool/document';
import { readTool } from '../../../vivi/tool/read-tool';
import { call, SMALL } from './support';

let sandbox: Sandbox;
let server: Server;
let url: string;
/** What the tool's server answers to a request for its document. */
let document: string;
let calls: Array<{ headers: Record<string, unknown>; body: unknown }>;
let answers: boolean;

beforeAll(async () => {
	sandbox = await startSandbox(SMALL);
	server = createServer((request, response) => {
		if (request.method === 'GET') return response.end(document);
		let text = '';
		request.on('data', (piece: Buffer) => (text += piece.toString()));
		request.on('end', () => {
			calls.push({ headers: request.headers, body: JSON.parse(text) as unknown });
			if (answers) response.end('{"state":"on its way"}');
		});
		return undefined;
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tool`;
});
afterAll(async () => {
	await sandbox.close();
	server.closeAllConnections();
	await new Promise((done) => server.close(done));
});
beforeEach(() => {
	const fields = [
		{ name: 'orderNumber', type: 'text' },
		{ name: 'note', type: 'text' },
	];
	const form = { name: 'look_up', description: 'Looks up', answer: '', fields };
	const tool = readTool({ ...form, answersWith: 'record' });
	document = JSON.stringify(toolDocument(tool, url, 'X-Tool-Secret'));
	[calls, answers] = [[], true];
	sandbox.removeTools();
	sandbox.setChannelStyle();
});

const admin = async (path: string, json?: object) =>
	await call(`${sandbox.adminUrl}${path}`, json ? { method: 'POST', json } : {});
const chat = async (message: string) =>
	(await admin('/chat', { message, threadId: 't1' })).body['response'];

it('an agent calls an imported tool when a message names it', async () => {
	const imported = await admin('/tools', { url, secret: 'the secret' });
	expect(imported.status).toBe(201);
	expect(JSON.stringify(await admin('/tools'))).not.toContain('the secret');

	expect(await chat('Hello')).toContain('you wrote “Hello”');
	const said = await chat('look_up orderNumber=A-1 note="by the door" other=x');
	expect(said).toContain('look_up says: {"state":"on its way"}');
	await chat('look_up {"orderNumber": 7}');
	expect(calls.map(({ body }) => body)).toEqual([
		{ orderNumber: 'A-1', note: 'by the door' },
		{ orderNumber: 7 },
	]);
	expect(calls[0]!.headers).toMatchObject({
		...{ 'x-tool-secret': 'the secret', 'x-conversation-id': 't1' },
	});
});

it('a tool is called by its whole name, though that of another one is a part of it', async () => {
	for (const name of ['up', 'look', 'look_up', 'look_up_order']) {
		const form = { name, description: 'Looks up', answer: '', fields: [] };
		document = JSON.stringify(toolDocument(readTool({ ...form, answersWith: 'record' }), url));
		await sandbox.importTool(url);
	}
	expect(await chat('Please look_up_order, then look')).toContain('look_up_order says');
	expect(await chat('look_up.')).toContain('look_up says');
	expect(await chat('an uplook, a look_upper')).toContain('you wrote');
});

it('an agent says when a tool answers too late', async () => {
	await sandbox.importTool(url);
	answers = false;
	sandbox.setChannelStyle({ toolTimeoutMs: 50 });
	expect(await chat('look_up orderNumber=A-1')).toContain('look_up answered not in time.');
});

it.each([
	['<html></html>', 'It is not JSON'],
	['{"openapi":"3.1.0"}', 'no OpenAPI document of version 3.0'],
	['{"openapi":"3.0.3","servers":[{"url":"http://x"}],"paths":{"/a":{"get":{}}}}', 'by POST'],
])('a document that is none is refused: %s', async (text, said) => {
	document = text;
	const { status, body } = await admin('/tools', { url });
	expect([status, JSON.stringify(body)]).toEqual([422, expect.stringContaining(said)]);
});
