import fc from 'fast-check';

import { readAddressMap } from '../../../vivi/client/read-address-map';
import { operationId } from '../../../vivi/client/address-map';
import { operationsOf, resources } from '../../../vivi/catalogue';
import { ViviInputError } from '../../../vivi/errors';
import { thrown } from '../../support/thrown';
import { clientOf } from '../../support/client-of';

/** The text of the error that reading the map leads to. */
function refusal(map: unknown): string {
	const error = thrown(() => readAddressMap(map));
	expect(error).toBeInstanceOf(ViviInputError);
	expect(error).toMatchObject({ code: 'invalid_address_map', field: 'addressMap' });
	return error.message;
}

const AGENT = '/v2/workspaces/{workspaceId}/agents/{agentId}';

test.each([undefined, null, '', ' \n '])('%j is no map', (nothing) => {
	expect(readAddressMap(nothing).size).toBe(0);
});

test('what an entry leaves out stays as the catalogue has it; text and object are the same', () => {
	const map = { 'agent.update': { method: 'PUT' } };
	for (const given of [map, JSON.stringify(map)]) {
		expect(readAddressMap(given).get('agent.update')).toMatchObject({
			method: 'PUT',
			path: '/accounts/{accountId}/workspaces/{workspaceId}/agents/{agentId}',
		});
	}
});

test('braces may hold the name that VIVI has for an ID', () => {
	const map = readAddressMap({
		'agent.get': {
			path: '/v2/workspaces/{workspaceId}/agents/{id}',
			parameters: { agentId: 'id' },
		},
	});
	expect(map.get('agent.get')?.path).toBe(AGENT);
});

describe('a mistake is named with its entry', () => {
	test.each<[string, unknown, string]>([
		['broken JSON', '{ "agent.get": ', "'Address Map' is not valid JSON."],
		['a list', '[]', "'Address Map' is no JSON object."],
		['a number', 7, "'Address Map' is no JSON object."],
		['an unknown operation', { 'agent.fetch': {} }, "names the operation 'agent.fetch'"],
		['an unknown resource', { 'robot.get': {} }, "names the operation 'robot.get'"],
		['more than an operation', { 'agent.get.x': {} }, "names the operation 'agent.get.x'"],
		['a key of all objects', { 'constructor.name': {} }, "names the operation 'constructor.name'"],
		['a text as entry', { 'agent.get': '/agents' }, "at 'agent.get': it is no object"],
		['an unknown property', { 'agent.get': { url: '/' } }, "'agent.get': it has the unknown 'url'"],
		[
			'an unknown method',
			{ 'agent.get': { method: 'FETCH' } },
			"its method 'FETCH' cannot be used",
		],
		['a method that is no text', { 'agent.get': { method: 1 } }, 'its method is no text'],
		['a read that writes', { 'agent.get': { method: 'DELETE' } }, "its method 'DELETE' cannot"],
		[
			'a list by a POST that may create',
			{ 'agent.getAll': { method: 'POST' } },
			"'agent.getAll': its path does not say that a POST there only reads",
		],
		['a write that reads', { 'agent.create': { method: 'GET' } }, "its method 'GET' cannot"],
		[
			'a change that deletes',
			{ 'agent.update': { method: 'DELETE' } },
			"its method 'DELETE' cannot",
		],
		[
			'a path that is no text',
			{ 'agent.get': { path: 1 } },
			'its path is no text that starts with /',
		],
		['a path without a slash', { 'agent.get': { path: 'agents' } }, 'its path is no text'],
		['another host', { 'agent.get': { path: '//x.example/{agentId}' } }, 'leads to another host'],
		['a whole address', { 'agent.get': { path: 'https://x.example/{agentId}' } }, 'its path is no'],
		['a way up', { 'agent.get': { path: '/v1/../{agentId}' } }, "a '.' or '..' segment"],
		['a hidden way up', { 'agent.get': { path: '/%2e%2E/{agentId}' } }, "a '.' or '..' segment"],
		['a backslash', { 'agent.get': { path: '/\\x/{agentId}' } }, 'a backslash'],
		['a fragment', { 'agent.get': { path: '/{agentId}#x' } }, 'a # sign'],
		['a query', { 'agent.get': { path: '/{agentId}?x=1' } }, 'its path holds a query'],
		[
			'an unknown ID',
			{ 'agent.get': { path: '/{agentId}/{x}' } },
			'its path holds {x}, which stands',
		],
		[
			'no ID of its own',
			{ 'agent.delete': { path: '/agents' } },
			'hold agentId, so it would be about',
		],
		[
			'no place for the workspace of a list',
			{ 'agent.getAll': { path: '/agents' } },
			'nor its parameters hold workspaceId',
		],
		[
			'an unknown parameter',
			{ 'agent.get': { parameters: { x: 'y' } } },
			"its parameters name the unknown 'x'",
		],
		[
			'a parameter without a name',
			{ 'agent.create': { parameters: { name: ' ' } } },
			"its parameters give no name for 'name'",
		],
		[
			'one name for two',
			{ 'agent.create': { parameters: { name: 'x', description: 'x' } } },
			"its parameters use 'body.x' twice",
		],
		[
			'one header for two, in another case',
			{
				'agent.get': {
					path: '/agent',
					parameters: { workspaceId: 'header.X-Id', agentId: 'header.x-id' },
				},
			},
			"its parameters use 'header.x-id' twice",
		],
		[
			'one field of the answer for two',
			{ 'agent.get': { answer: { fields: { id: 'x', name: 'x' } } } },
			"the fields of its answer use 'x' twice",
		],
		[
			'a field in a header',
			{ 'agent.create': { parameters: { name: 'header.X-Name' } } },
			"its parameters send 'name' in the header",
		],
		[
			'a body for a deletion',
			{ 'agent.delete': { path: '/agents', parameters: { agentId: 'body.id' } } },
			"its parameters send 'agentId' in the body",
		],
		[
			'an ID in a cookie',
			{ 'agent.get': { path: '/agent', parameters: { agentId: 'cookie.agent' } } },
			"its parameters send 'agentId' in a cookie, and cookies are not sent",
		],
		[
			'a part of the query in a cookie',
			{ 'agent.getAll': { parameters: { search: 'cookie.q' } } },
			"its parameters send 'search' in a cookie, and cookies are not sent",
		],
		[
			'a header that says who calls',
			{ 'agent.getAll': { path: '/a', parameters: { workspaceId: 'header.Authorization' } } },
			"The header 'authorization' cannot be set here",
		],
		[
			'a parameter that the path lacks',
			{ 'agent.get': { path: '/{agentId}', parameters: { workspaceId: 'path.ws' } } },
			'its path does not hold {ws}',
		],
		[
			'an unknown field of the answer',
			{ 'agent.get': { answer: { fields: { x: 'y' } } } },
			"the fields of its answer name the unknown 'x'",
		],
		[
			'a field of the answer without a name',
			{ 'agent.get': { answer: { fields: { name: 1 } } } },
			"its answer gives no name for 'name'",
		],
		['an answer of a deletion', { 'agent.delete': { answer: {} } }, "it has the unknown 'answer'"],
	])('%s', (_what, map, message) => {
		expect(refusal(map)).toContain(message);
	});

	test('what looks like a secret is not repeated', () => {
		const secret = 'sk_live_4f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c';
		expect(refusal({ [secret]: {} })).not.toContain(secret);
		expect(refusal({ 'agent.get': { [secret]: {} } })).not.toContain(secret);
	});
});

/** Parts of paths, some of which lead elsewhere to one parser or another. */
const part = fc.constantFrom(
	...['/', '//', '\\', '..', '.', '%2e', '%2F', ':', '@', '?', '#', '{agentId}', '{workspaceId}'],
	...['{accountId}', 'agents', 'x.example', 'https:', '\t', ';', '*', 'é', '%', '{', '}', ' '],
);

test('whatever the map says, a request stays below the Base URL or is not sent', async () => {
	const operations = resources.flatMap((resource) =>
		operationsOf(resource).map((operation) => ({ resource, operation })),
	);
	let sent = 0;
	await fc.assert(
		fc.asyncProperty(
			fc.constantFrom(...operations),
			fc.array(part, { maxLength: 8 }),
			fc.constantFrom('..', 'a/../b', 'ws 1', '%2e%2e', '@x.example'),
			async ({ resource, operation }, parts, id) => {
				const urls: string[] = [];
				const http = async ({ url }: { url: string }) => {
					urls.push(url);
					return await Promise.resolve({ status: 200, headers: {}, body: '{"id":"1","data":[]}' });
				};
				const path = `/${parts.join('')}`;
				const ids = Object.fromEntries(
					['workspaceId', 'agentId', resource.idField].map((name) => [name, id]),
				);
				try {
					const addressMap = { [operationId(resource, operation)]: { path } };
					const baseUrl = 'https://api.vivi.bot/v1';
					await clientOf(http, { baseUrl, addressMap }).run(resource, operation, { ids });
				} catch (error) {
					expect(error).toBeInstanceOf(ViviInputError);
				}
				for (const url of urls) {
					sent++;
					expect(new URL(url).href.startsWith('https://api.vivi.bot/v1/')).toBe(true);
				}
			},
		),
		{ numRuns: 2000 },
	);
	// Otherwise the test would say nothing.
	expect(sent).toBeGreaterThan(20);
});
