import { catalogue, operationsOf } from '../../../vivi/catalogue';
import type { Endpoint, ResourceName } from '../../../vivi/catalogue/types';
import { addressed } from '../../../vivi/client/addressed';
import type { ClientOptions } from '../../../vivi/client/connection';
import { readAddressMap } from '../../../vivi/client/read-address-map';
import type { RunInput } from '../../../vivi/client/record-calls';
import { NetworkFailure } from '../../../vivi/http/port';
import type { JsonObject, JsonValue } from '../../../vivi/http/json';
import { replyingClient, type Reply } from '../../support/replying-client';

/** A client with a map, of a service that gives these answers, or refusals with these statuses. */
function mapped(
	map: JsonObject,
	answers: Array<JsonObject | NetworkFailure | number>,
	options: Partial<ClientOptions> = {},
) {
	const replies = answers.map((answer): Reply => {
		if (answer instanceof NetworkFailure) return answer;
		return typeof answer === 'number' ? [answer] : [200, answer];
	});
	const { client, requests } = replyingClient(replies, {
		baseUrl: 'https://api.vivi.bot',
		addressMap: map,
		...options,
	});
	const find = (name: ResourceName, operation: string) =>
		[
			catalogue[name],
			operationsOf<Endpoint>(catalogue[name]).find((one) => one.name === operation)!,
		] as const;
	return {
		requests,
		run: async (name: ResourceName, operation: string, input: RunInput) =>
			await client.run(...find(name, operation), input),
		async list(name: ResourceName, operation: string, ids: Record<string, string>, query = {}) {
			const records: JsonObject[] = [];
			for await (const page of client.list(...find(name, operation), { ids, query })) {
				records.push(...page);
			}
			return records;
		},
		page: async (name: ResourceName, ids: Record<string, string>) =>
			await client.page(...find(name, 'getAll'), { ids }),
	};
}

const ids = { workspaceId: 'ws 1', agentId: 'a' };

test('method, path and names of the body are those of the map; what it does not name stays', async () => {
	const { run, requests } = mapped(
		{
			'agent.update': {
				method: 'PUT',
				path: '/v2/spaces/{workspaceId}/assistants/{agentId}',
				parameters: { name: 'title' },
			},
		},
		[{ id: 'a' }, { id: 'a' }],
	);
	await run('agent', 'update', { ids, body: { name: 'Ada', extra: 1 } });
	await run('agent', 'get', { ids });
	expect(requests[0]).toMatchObject({
		method: 'PUT',
		url: 'https://api.vivi.bot/v2/spaces/ws%201/assistants/a',
		body: '{"title":"Ada","extra":1}',
	});
	expect(requests[1]).toMatchObject({
		method: 'GET',
		url: 'https://api.vivi.bot/accounts/acc/workspaces/ws%201/agents/a',
	});
});

test('an ID may go into the query, a header or the body', async () => {
	const { run, requests } = mapped(
		{
			'agent.get': { path: '/agents/{agentId}', parameters: { workspaceId: 'query.workspace_id' } },
			'agent.create': { path: '/agents', parameters: { workspaceId: 'body.workspace_id' } },
			'agent.delete': {
				method: 'POST',
				path: '/agents/delete',
				parameters: { workspaceId: 'header.X-Workspace', agentId: 'body.id' },
			},
		},
		[{ id: 'a' }, { id: 'a' }, {}],
	);
	await run('agent', 'get', { ids });
	await run('agent', 'create', { ids, body: { name: 'Ada' } });
	await run('agent', 'delete', { ids });
	expect(requests[0]?.url).toBe('https://api.vivi.bot/agents/a?workspace_id=ws%201');
	expect(requests[1]?.body).toBe('{"workspace_id":"ws 1","name":"Ada"}');
	expect(requests[2]).toMatchObject({
		method: 'POST',
		headers: { 'x-workspace': 'ws 1' },
		body: '{"id":"a"}',
	});
});

test('an ID that goes elsewhere than into the path is missed all the same', async () => {
	const map = { 'agent.get': { path: '/{agentId}', parameters: { workspaceId: 'query.ws' } } };
	const { run, requests } = mapped(map, []);
	await expect(run('agent', 'get', { ids: { agentId: 'a' } })).rejects.toMatchObject({
		code: 'missing_id',
		field: 'workspaceId',
	});
	expect(requests).toEqual([]);
});

test("a workspace key's own workspace takes the place of one that was not chosen", async () => {
	const { run, requests } = mapped(
		{ 'agent.get': { path: '/{agentId}', parameters: { workspaceId: 'query.ws' } } },
		[{ id: 'a' }],
		{ keyType: 'workspace', workspaceId: 'own' },
	);
	await run('agent', 'get', { ids: { agentId: 'a' } });
	expect(requests[0]?.url).toBe('https://api.vivi.bot/a?ws=own');
});

test('what the map names takes the place of what the answer calls so besides, in any order', () => {
	const fields = { id: 'uuid', name: 'title', description: 'name' };
	const entries: Array<[string, JsonValue]> = [
		['id', 5],
		['name', 'What it does'],
		['uuid', 'u'],
		['title', 'Ada'],
	];
	const map = readAddressMap({ 'agent.get': { answer: { fields } } });
	const { record } = addressed(catalogue.agent, catalogue.agent.operations.get, map);
	for (const order of [entries, [...entries].reverse()]) {
		expect(record(Object.fromEntries(order))).toEqual({
			...{ id: 'u', name: 'Ada', description: 'What it does' },
		});
	}
	// Without that field, the field of the same name is used.
	expect(record({ id: 5 })).toEqual({ id: 5 });
});

const LISTED = {
	'agent.getAll': {
		path: '/spaces/{workspaceId}/assistants',
		parameters: { search: 'q', limit: 'page_size', cursor: 'page_token' },
		answer: { under: 'assistants', fields: { id: 'assistant_id', name: 'title' } },
	},
};

test('a list is paged by the names of the map, and its records have ours', async () => {
	const { list, requests } = mapped(LISTED, [
		{ assistants: [{ assistant_id: '1', title: 'Ada', extra: true }], next_page_token: 'n' },
		{ assistants: [{ assistant_id: '2', title: 'Bob' }], next_page_token: null },
	]);
	expect(await list('agent', 'getAll', ids, { search: 'a b' })).toEqual([
		{ id: '1', name: 'Ada', extra: true },
		{ id: '2', name: 'Bob' },
	]);
	const address = 'https://api.vivi.bot/spaces/ws%201/assistants';
	expect(requests.map(({ url }) => url)).toEqual([
		`${address}?page_size=100&q=a%20b`,
		`${address}?page_size=100&q=a%20b&page_token=n`,
	]);
});

test('a list by POST has in its body what it is asked for, and is read again after a failure', async () => {
	const { list, requests } = mapped(
		{
			'agent.getAll': {
				...{ method: 'POST', path: '/spaces/search/' },
				parameters: { workspaceId: 'body.space', search: 'text', cursor: 'query.token' },
			},
		},
		[new NetworkFailure('reset'), { data: [{ id: 1 }], nextCursor: '007' }, { data: [] }],
	);
	expect(await list('agent', 'getAll', ids, { search: '12' })).toEqual([{ id: 1 }]);
	const address = 'https://api.vivi.bot/spaces/search/';
	const body = { space: 'ws 1', limit: 100, text: '12' };
	const seen = requests.map(({ method, url, body: sent }) => [
		...[method, url, JSON.parse(String(sent)) as unknown],
	]);
	expect(seen).toEqual([
		['POST', address, body],
		['POST', address, body],
		['POST', `${address}?token=007`, body],
	]);
});

test('a page for a picker is read in the same way', async () => {
	const { page, requests } = mapped(LISTED, [
		{ assistants: [{ assistant_id: '1', title: 'Ada' }], next_page_token: 'n' },
	]);
	const { records, next } = await page('agent', ids);
	expect(records).toEqual([{ id: '1', name: 'Ada' }]);
	expect(next).toContain('"style":"cursor"');
	expect(requests[0]?.url).toBe('https://api.vivi.bot/spaces/ws%201/assistants?page_size=100');
});

test('a record is found under the key of the map', async () => {
	const answer = { under: 'AssistantDto', fields: { id: 'assistant_id' } };
	const { run } = mapped({ 'agent.get': { answer } }, [
		{ AssistantDto: { assistant_id: '1', name: 'Ada' }, meta: {} },
	]);
	expect(await run('agent', 'get', { ids })).toEqual({ id: '1', name: 'Ada' });
});

test('a creation that is a PUT there is not sent twice', async () => {
	const { run, requests } = mapped({ 'agent.create': { method: 'PUT' } }, [
		new NetworkFailure('reset'),
	]);
	await expect(run('agent', 'create', { ids, body: { name: 'Ada' } })).rejects.toMatchObject({
		code: 'network_reset',
	});
	expect(requests).toHaveLength(1);
});

test('a 404 does not call the address of the map an assumed one', async () => {
	const { run } = mapped({ 'agent.get': { path: '/v2/agents/{agentId}' } }, [404, 404]);
	await expect(run('agent', 'get', { ids })).rejects.toMatchObject({
		hint: expect.stringContaining('address map') as string,
	});
	await expect(run('agent', 'update', { ids, body: { name: 'x' } })).rejects.toMatchObject({
		hint: expect.stringContaining("'Address Map'") as string,
	});
});
