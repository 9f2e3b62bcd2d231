import { agent } from '../../../vivi/catalogue/agent';
import { file } from '../../../vivi/catalogue/file';
import { knowledgeBase } from '../../../vivi/catalogue/knowledge-base';
import { thread } from '../../../vivi/catalogue/thread';
import type { Resource } from '../../../vivi/catalogue/types';
import { workspace } from '../../../vivi/catalogue/workspace';
import type { ClientOptions } from '../../../vivi/client/connection';
import type { RunInput } from '../../../vivi/client/record-calls';
import { NetworkFailure } from '../../../vivi/http/port';
import { replyingClient, type Reply } from '../../support/replying-client';

/** A client of a service that gives these replies, and shorter ways to call it. */
function setUp(replies: Reply[], options: Partial<ClientOptions> = {}) {
	const { client, requests } = replyingClient(replies, {
		baseUrl: 'https://api.vivi.bot/v1/',
		...options,
	});
	const op = (resource: Resource, name: string) => resource.operations[name]!;
	return {
		client,
		requests,
		run: (resource: Resource, name: string, input: RunInput) =>
			client.run(resource, op(resource, name), input),
		async list(resource: Resource, name: string, ids: Record<string, string>, limit?: number) {
			const pages = client.list(resource, op(resource, name), {
				ids,
				query: { search: 'a b', unset: undefined },
				...(limit === undefined ? {} : { limit }),
			});
			const records = [];
			for await (const page of pages) records.push(...page);
			return records;
		},
	};
}
const WORKSPACE = 'https://api.vivi.bot/v1/accounts/acc/workspaces/ws';
const ids = { workspaceId: 'ws', agentId: 'agt' };

describe('list', () => {
	it('asks for the documented address and reads all pages', async () => {
		const { list, requests } = setUp([
			[200, { data: [{ id: 1 }], nextCursor: 'n' }],
			[200, { data: [{ id: 2 }] }],
		]);
		expect(await list(workspace, 'getAll', {})).toEqual([{ id: 1 }, { id: 2 }]);
		const address = 'https://api.vivi.bot/v1/accounts/acc/workspaces';
		expect(requests.map(({ url }) => url)).toEqual([
			`${address}?limit=100&search=a%20b`,
			`${address}?limit=100&search=a%20b&cursor=n`,
		]);
		expect(requests[0]).toMatchObject({
			method: 'GET',
			headers: { accept: 'application/json' },
			timeoutMs: 1000,
		});
		expect(requests[0]).not.toHaveProperty('body');
	});

	it('asks for no more than the limit', async () => {
		const { list, requests } = setUp([[200, [{ id: 1 }, { id: 2 }, { id: 3 }]]]);
		expect(await list(workspace, 'getAll', {}, 2)).toHaveLength(2);
		expect(requests[0]!.url).toContain('limit=2&');
	});

	it('does not take the messages of a thread for one, though all carry its ID', async () => {
		const messages = [
			{ threadId: 't', content: 'a' },
			{ threadId: 't', messageId: 'm' },
		];
		const { list, requests } = setUp([[200, { messages, total: 2 }]]);
		expect(await list(thread, 'getMessages', { workspaceId: 'ws', threadId: 't' })).toEqual(
			messages,
		);
		expect(requests[0]!.url).toContain(`${WORKSPACE}/threads/t/messages?`);
	});

	it('takes no content for an empty list', async () => {
		expect(await setUp([[204]]).list(agent, 'getAll', ids)).toEqual([]);
		expect(await setUp([[200, 'null']]).list(agent, 'getAll', ids)).toEqual([]);
	});

	it.each<[Reply, string]>([
		[[200, ''], 'unexpected_answer'],
		[[403], 'forbidden'],
		[[200, '<html></html>'], 'unexpected_answer'],
		[[200, { nothing: true }], 'unexpected_answer'],
		[new NetworkFailure('tls'), 'network_tls'],
	])('%j → %s', (reply, code) =>
		expect(setUp([reply]).list(agent, 'getAll', ids)).rejects.toMatchObject({ code }),
	);
});

describe('the workspace', () => {
	const credential = { keyType: 'workspace', workspaceId: 'own' } as const;
	it.each<[string, Partial<ClientOptions>, Record<string, string>, string]>([
		['of a workspace key is its own', credential, {}, 'own'],
		['left blank, too', credential, { workspaceId: ' ' }, 'own'],
		['that is given wins', credential, { workspaceId: 'ws' }, 'ws'],
	])('%s', async (_, options, given, expected) => {
		const { list, requests } = setUp([[200, []]], options);
		await list(agent, 'getAll', given);
		expect(requests[0]!.url).toContain(`/workspaces/${expected}/agents`);
	});

	it('has to be named where it is itself what is changed or deleted', async () => {
		const { run, requests } = setUp([[200, { id: 'own' }]], credential);
		for (const name of ['update', 'delete']) {
			await expect(run(workspace, name, { ids: {} })).rejects.toMatchObject({ code: 'missing_id' });
		}
		await run(workspace, 'get', { ids: {} });
		expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
			'GET https://api.vivi.bot/v1/accounts/acc/workspaces/own',
		]);
	});

	it('of an account key has to be chosen', async () => {
		const { list, requests } = setUp([], { workspaceId: 'own' });
		await expect(list(agent, 'getAll', {})).rejects.toMatchObject({
			code: 'missing_id',
			field: 'workspaceId',
		});
		expect(requests).toEqual([]);
	});
});

describe('run', () => {
	it.each([
		['bare', { id: 'agt', name: 'A' }],
		['in data', { data: { id: 'agt', name: 'A' } }],
		['under its name', { agent: { id: 'agt', name: 'A' } }],
		['alone in a list', [{ id: 'agt', name: 'A' }]],
	])('gets a record %s', async (_, body) => {
		const { run, requests } = setUp([[200, body]]);
		expect(await run(agent, 'get', { ids })).toEqual({ id: 'agt', name: 'A' });
		expect(requests[0]).toMatchObject({ method: 'GET', url: `${WORKSPACE}/agents/agt` });
	});

	it('sends what was filled in as JSON', async () => {
		const { run, requests } = setUp([[201, { id: 'agt' }]]);
		await run(agent, 'create', { ids, body: { name: 'Ä' } });
		expect(requests[0]).toMatchObject({
			method: 'POST',
			url: `${WORKSPACE}/agents`,
			headers: { 'content-type': 'application/json' },
			body: '{"name":"Ä"}',
		});
	});

	it.each<[Reply]>([
		[[204]],
		[[200, { id: 'agt' }]],
		[[200, 'OK']],
		[[204, '', { 'content-type': 'text/html' }]],
	])('deletes: %j', async (reply) =>
		expect(await setUp([reply]).run(agent, 'delete', { ids })).toEqual({ deleted: true }),
	);

	it('takes a 404 for deleted only when an earlier try may have done it', async () => {
		const again = setUp([new NetworkFailure('reset'), [404]]);
		expect(await again.run(agent, 'delete', { ids })).toEqual({ deleted: true });
		await expect(setUp([[404]]).run(agent, 'delete', { ids })).rejects.toMatchObject({
			code: 'not_found',
		});
		// These tries reached nothing that could have deleted it.
		for (const earlier of [[429], new NetworkFailure('refused')] satisfies Reply[]) {
			await expect(setUp([earlier, [404]]).run(agent, 'delete', { ids })).rejects.toMatchObject({
				code: 'not_found',
			});
		}
		const get = setUp([new NetworkFailure('reset'), [404]]);
		await expect(get.run(agent, 'get', { ids })).rejects.toMatchObject({ code: 'not_found' });
	});

	it.each<[Reply, unknown]>([
		[[202, { jobId: 'j' }], { jobId: 'j' }],
		[[200, [1, 2]], { data: [1, 2] }],
		[[204], { success: true }],
		[[200, 'null'], { success: true }],
		[[200, 'Accepted'], { success: true }],
	])('acts: %j → %j', async (reply, result) => {
		const input = { ids: { workspaceId: 'ws', knowledgeBaseId: 'kb' }, body: { scope: 'site' } };
		expect(await setUp([reply]).run(knowledgeBase, 'reindex', input)).toEqual(result);
	});

	it.each<[string, Reply]>([
		['get', [200, 'text']],
		['get', [200, '']],
		['get', [200, [1]]],
		['get', [200, { success: false, message: 'x' }]],
		['create', [200, { error: 'x' }]],
		['create', [200, 'text']],
		['create', [200, { status: 'error', message: 'x' }]],
		['create', [200, [{ id: 'a' }, { id: 'b' }]]],
		['delete', [200, { error: 'x' }]],
		['delete', [200, { code: 500, data: null }]],
		['delete', [200, '<html></html>']],
	])('does not take this for the success of %s: %j', (name, reply) =>
		expect(setUp([reply]).run(agent, name, { ids })).rejects.toMatchObject({
			code: 'unexpected_answer',
		}),
	);

	it('takes a record that tells of a past error for what it is', async () => {
		const record = { id: 'agt', error: 'last run broke off', status: 'failed' };
		expect(await setUp([[200, record]]).run(agent, 'get', { ids })).toEqual(record);
	});

	it('never creates twice', async () => {
		const { run, requests } = setUp([new NetworkFailure('timeout')]);
		await expect(run(agent, 'create', { ids, body: {} })).rejects.toMatchObject({
			code: 'network_timeout',
			hint: expect.stringContaining('may have been carried out'),
		});
		expect(requests).toHaveLength(1);
	});

	describe('uploads', () => {
		const input = {
			ids: { workspaceId: 'ws', knowledgeBaseId: 'kb' },
			file: { name: 'a.txt', mimeType: 'text/plain', content: Buffer.from('hi') },
		};
		it('a file as multipart, the same again after a 429', async () => {
			const { run, requests } = setUp([[429], [201, { data: { id: 'fil' } }]]);
			expect(await run(file, 'upload', input)).toEqual({ id: 'fil' });
			expect(requests[0]!.url).toBe(`${WORKSPACE}/knowledge-bases/kb/files`);
			expect(requests[0]!.headers!['content-type']).toMatch(/^multipart\/form-data; boundary=/);
			expect(Buffer.from(requests[0]!.body as Uint8Array).toString()).toContain('name="file"');
			expect(requests[1]).toEqual(requests[0]);
		});
		it('nothing without a file', () =>
			expect(setUp([]).run(file, 'upload', { ids: input.ids })).rejects.toMatchObject({
				code: 'missing_file',
				field: 'file',
			}));
	});
});

describe('request', () => {
	it('takes any method and path below the base URL', async () => {
		const { client, requests } = setUp([[200, { a: 1 }, { 'content-type': 'application/json' }]]);
		const answer = await client.request({
			method: 'PUT',
			path: 'things/1?x=1',
			query: { y: [1, 2] },
			headers: { 'X-Trace': 't' },
			body: { contentType: 'application/json', body: '{"b":2}' },
		});
		expect(answer).toMatchObject({ status: 200, body: '{"a":1}' });
		expect(requests[0]).toMatchObject({
			method: 'PUT',
			url: 'https://api.vivi.bot/v1/things/1?x=1&y=1&y=2',
			headers: { 'x-trace': 't', 'content-type': 'application/json' },
			body: '{"b":2}',
		});
	});

	it('lets the person set the content type', async () => {
		const { client, requests } = setUp([[200]]);
		const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
		const body = { contentType: 'text/plain', body: 'a=1' };
		await client.request({ method: 'POST', path: '/x', body, headers });
		expect(requests[0]!.headers!['content-type']).toBe('application/x-www-form-urlencoded');
	});

	it.each<[Reply, string]>([
		[[404], 'not_found'],
		[[301], 'redirected'],
		[new NetworkFailure('tls'), 'network_tls'],
	])('%j → %s', (reply, code) =>
		expect(setUp([reply]).client.request({ method: 'GET', path: '/x' })).rejects.toMatchObject({
			code,
		}),
	);
});

describe('createClient', () => {
	it('names the owner of the records by Base URL, account and the workspace of a workspace key', () => {
		const ownerOf = (options: Partial<ClientOptions>) => setUp([], options).client.owner;
		const workspaceKey = { keyType: 'workspace', workspaceId: 'ws' } as const;
		const others = [{ accountId: 'other' }, { baseUrl: 'https://other.vivi.test' }, workspaceKey];
		expect(new Set([{}, ...others].map(ownerOf)).size).toBe(4);
		// A slash at the end, and the workspace that an account key uses by itself.
		for (const same of [{ baseUrl: 'https://api.vivi.bot/v1' }, { workspaceId: 'ws' }]) {
			expect(ownerOf(same)).toBe(ownerOf({}));
		}
	});

	it('acts on behalf of a user, in every call', async () => {
		const { client, run, requests } = setUp([[200, { id: 'a' }], [200]], { userId: 'usr' });
		await run(agent, 'get', { ids });
		await client.request({ method: 'GET', path: '/x' });
		expect(requests.map(({ headers }) => headers!['x-user-id'])).toEqual(['usr', 'usr']);
	});

	it.each<[Partial<ClientOptions>, string]>([
		[{ userId: 'usr', keyType: 'workspace' }, 'userId'],
		[{ baseUrl: 'http://api.vivi.bot' }, 'baseUrl'],
	])('refuses %j', (options, field) =>
		expect(() => setUp([], options)).toThrow(expect.objectContaining({ field })),
	);

	it('lets what is no NetworkFailure pass as it is', () => {
		const bug = new TypeError('a bug');
		const { client } = setUp([], { http: () => Promise.reject(bug) });
		return expect(client.request({ method: 'GET', path: '/x' })).rejects.toBe(bug);
	});

	it('holds back all its calls when one is told to slow down', async () => {
		const pause = { until: 0 };
		let time = 0;
		const { run } = setUp(
			[
				[429, '', { 'retry-after': '5' }],
				[200, { id: 'a' }],
			],
			{
				pause,
				now: () => time,
				sleep: async (ms) => void (time += ms),
			},
		);
		await run(agent, 'get', { ids });
		expect(pause.until).toBe(5000);
	});
});
