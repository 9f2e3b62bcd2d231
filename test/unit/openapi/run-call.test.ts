import type { FreeRequest } from '../../../vivi/client/free-call';
import { mayBeList, runCall } from '../../../vivi/openapi/run-call';
import { replyingClient, type Reply } from '../../support/replying-client';

/** Runs an operation against a service that gives these replies, one after the other. */
async function run(
	replies: Reply[],
	operation = 'GET /agents',
	more: Partial<FreeRequest> = {},
	limit?: number,
) {
	const { client, requests } = replyingClient(replies);
	const hints: string[] = [];
	const [method, template] = operation.split(' ') as [FreeRequest['method'], string];
	const path = template.replace(/\{.*?\}/g, '7');
	const request: FreeRequest = {
		method,
		path,
		responseType: 'bytes',
		described: { group: 'API Operation', label: operation },
		...more,
	};
	const options = { template, onHint: (text: string) => hints.push(text), limit };
	const outcome = await runCall(client, request, options);
	return { outcome, urls: requests.map(({ url }) => url), requests, hints };
}

const BASE = 'https://api.vivi.example/v1';
const JSON_TYPE = { 'content-type': 'application/json' };

test('a list is read on to its end, its first page once, with the query that was filled in', async () => {
	const { outcome, urls } = await run(
		[
			[200, { agents: [{ id: 1 }], nextCursor: 'n' }],
			[200, { agents: [{ id: 2 }], nextCursor: null }],
		],
		'GET /agents',
		{ query: { q: 'x y' }, headers: { 'X-Trace': 't' } },
	);
	expect(outcome).toEqual({ list: [{ id: 1 }, { id: 2 }] });
	expect(urls).toEqual([`${BASE}/agents?q=x%20y`, `${BASE}/agents?q=x%20y&cursor=n`]);
});

test('of a list no more is read than is wanted', async () => {
	const { outcome, urls } = await run(
		[[200, [{ id: 1 }, { id: 2 }, { id: 3 }]]],
		'GET /agents',
		{},
		2,
	);
	expect(outcome).toEqual({ list: [{ id: 1 }, { id: 2 }] });
	expect(urls).toHaveLength(1);
});

test.each([
	['GET /agents/{agentId}', { id: 7, items: [{ id: 1 }] }],
	['GET /agents/{agentId}', { items: [{ id: 1 }] }],
	['GET /order', { id: 7, items: [{ id: 1 }] }],
	['GET /order', { data: { id: 7, items: [{ id: 1 }] } }],
	['GET /order', { name: 'x', tags: ['a'] }],
	['POST /search', { items: [{ id: 1 }] }],
])('%s is one record: %j', async (operation, body) => {
	const { outcome, urls } = await run([[200, body]], operation);
	expect(outcome).toEqual({ value: body });
	expect(urls).toHaveLength(1);
});

test.each([
	['GET /agents', true],
	['GET /agents/{id}/messages', true],
	['GET /agents/{id}', false],
	['GET /agents/{id}.json', false],
	['POST /agents', false],
])('%s may be a list: %s', (operation, expected) => {
	const [method, path] = operation.split(' ') as [FreeRequest['method'], string];
	expect(mayBeList({ method, path })).toBe(expected);
});

test('a file comes with its name and type', async () => {
	const headers = {
		'content-type': 'application/pdf',
		'content-disposition': 'inline; filename="a.pdf"',
	};
	expect((await run([[200, '%PDF', headers]])).outcome).toEqual({
		file: { content: Buffer.from('%PDF'), name: 'a.pdf', mimeType: 'application/pdf' },
	});
	const attached = { ...JSON_TYPE, 'content-disposition': 'attachment; filename=a.json' };
	expect((await run([[200, [{ id: 1 }], attached]])).outcome).toMatchObject({
		file: { name: 'a.json' },
	});
});

test('nothing, a text and a value are what they are', async () => {
	expect((await run([[204]], 'DELETE /agents/{id}')).outcome).toEqual({ nothing: true });
	expect((await run([[200, 'done', { 'content-type': 'text/plain' }]])).outcome).toEqual({
		value: 'done',
	});
	expect((await run([[200, '7', JSON_TYPE]])).outcome).toEqual({ value: 7 });
});

test('reads are repeated, writes are not', async () => {
	expect((await run([[503], [200, { id: 1 }]], 'GET /agents/{id}')).outcome).toEqual({
		value: { id: 1 },
	});
	await expect(run([[503], [200]], 'POST /agents')).rejects.toMatchObject({ status: 503 });
	expect((await run([[503], [404]], 'DELETE /agents/{id}')).outcome).toEqual({ nothing: true });
	await expect(run([[404]], 'DELETE /agents/{id}')).rejects.toMatchObject({ status: 404 });
});

test.each([
	[[404] as Reply, 'not_found', /'API Operation: GET \/agents'.*404/],
	[[200, '<!doctype html><title>Sign in</title>'] as Reply, 'unexpected_answer', /web page/],
	[[200, { success: false, message: 'No.' }] as Reply, 'unexpected_answer', /No\./],
])('an error says which operation it was: %j', async (reply, code, message) => {
	await expect(run([reply])).rejects.toMatchObject({
		code,
		message: expect.stringMatching(message) as string,
	});
});

test.each(['//evil.example/x', '/a/../../b', '/a?b#c', '/a/{left}'])(
	'nothing is sent to %s',
	async (path) => {
		await expect(run([], 'GET /agents', { path })).rejects.toMatchObject({ code: 'invalid_path' });
	},
);

test('a header that would make it another request is refused', async () => {
	await expect(run([], 'GET /agents', { headers: { Authorization: 'x' } })).rejects.toMatchObject({
		code: 'invalid_header',
	});
});
