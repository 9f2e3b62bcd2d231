import { readFileSync } from 'node:fs';
import { globSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';

import { examineDescription } from '../../../../../scripts/doctor/description/examine-description';
import { operationsOf, resources } from '../../../../../vivi/catalogue';
import { readAddressMap } from '../../../../../vivi/client/read-address-map';
import type { JsonObject } from '../../../../../vivi/http/json';
import {
	snakeCase,
	variant,
	withNames,
	withParameter,
	withPath,
	type Described,
	type Vary,
} from './variant';

const ACCOUNT = '/accounts/{accountId}';
const WORKSPACE = `${ACCOUNT}/workspaces/{workspaceId}`;
const BASE = 'https://api.vivi.bot';
const ALL = resources.flatMap((resource) => operationsOf(resource)).length;

/** How many operations were found where they are, elsewhere, or not at all. */
function result(text: string, expected: ReadonlyMap<string, string[]>) {
	const { operations, addressMap } = examineDescription(text, BASE);
	// What the doctor prints can be pasted.
	readAddressMap(addressMap);
	const taken = operations.filter(({ result: is }) => is === 'as assumed' || is === 'differs');
	const right = taken.filter(({ operation, described }) =>
		expected.get(operation)?.includes(described!),
	);
	return {
		right: right.length,
		wrong: taken
			.filter((one) => !right.includes(one))
			.map(({ operation, described }) => `${operation}: ${described}`),
		open: operations.filter((one) => !taken.includes(one)).map(({ operation }) => operation),
	};
}

const same: Vary = (one) => [one];
const path =
	(change: (path: string) => string): Vary =>
	(one) => [withPath(one, change)];

/** Segments in other words. */
const reworded = (words: Record<string, string>) =>
	path((whole) =>
		whole
			.split('/')
			.map((segment) => words[segment] ?? segment)
			.join('/'),
	);

/** Without a workspace in the path; what is left says how it is named. */
const flat =
	(parameter: JsonObject): Vary =>
	(one) =>
		one.path.startsWith(`${WORKSPACE}/`)
			? [
					withParameter(
						withPath(one, (whole) => whole.slice(WORKSPACE.length)),
						parameter,
					),
				]
			: [withPath(one, (whole) => whole.slice(ACCOUNT.length))];

const VERBS: Record<string, string> = { DELETE: 'delete', PATCH: 'update' };

const isList = ({ method, path: of }: Described) => method === 'GET' && !/(\}|\/content)$/.test(of);

/** Lists are asked for by POST, with what they take in the body. */
const searched =
	(word: string): Vary =>
	(one) => {
		if (!isList(one)) return [one];
		const taken = one.parameters.filter((parameter) => parameter['in'] === 'query');
		const properties = Object.fromEntries(
			taken.map(({ name, schema }) => [snakeCase(String(name)), schema!]),
		);
		const content = { 'application/json': { schema: { type: 'object', properties } } };
		const there = {
			...{ ...one, method: 'POST', operation: { ...one.operation, requestBody: { content } } },
			parameters: one.parameters.filter((parameter) => !taken.includes(parameter)),
		};
		return [withPath(there, (whole) => `${whole}/${word}`)];
	};

const variants: Record<string, Vary> = {
	'lists by POST …/search alone': (one) => [
		isList(one) ? withPath({ ...one, method: 'POST' }, (whole) => `${whole}/search`) : one,
	],
	'lists by POST …/query, all in the body': searched('query'),
	'lists by GET and by POST …/search': (one) => [
		one,
		...searched('search')(one).map((other) => ({ ...other, id: isList(one) ? 'none' : one.id })),
	],
	'as assumed': same,
	'a version in front, snake case': path((whole) =>
		`/v1${whole}`.replace(/\{(\w+)\}/g, (_, name: string) => `{${snakeCase(name)}}`),
	),
	'no account in the path': path((whole) => whole.slice(ACCOUNT.length)),
	'the workspace in the query': flat({ name: 'workspaceId', in: 'query', required: true }),
	'the workspace in a header': flat({ name: 'X-Workspace-Id', in: 'header', required: true }),
	'PUT for PATCH, snake case everywhere': (one) => [
		withNames(
			withPath({ ...one, method: one.method === 'PATCH' ? 'PUT' : one.method }, snakeCase),
			snakeCase,
		),
	],
	'camel case and singular': path((whole) =>
		whole
			.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
			.replace(/s(?=\/|$)/g, '')
			.replace(
				/\{(\w+)\}/g,
				(_, name: string) => `{${name === 'workspaceId' || name === 'accountId' ? name : 'id'}}`,
			)
			.replace(/\{id\}(.*)\{id\}/, '{knowledgeBaseId}$1{id}'),
	),
	'verbs in the path': (one) => {
		if (
			one.method === 'GET' ||
			/(files|reindex|publish|duplicate|archive|restore|roll-back|lock-version)$/.test(one.path)
		)
			return [one];
		const verb = VERBS[one.method] ?? 'create';
		return [withPath({ ...one, method: 'POST' }, (whole) => `${whole}/${verb}`)];
	},
	'also directly below the account': (one) => [
		one,
		...(one.path.startsWith(`${WORKSPACE}/`)
			? [{ ...withPath(one, (whole) => whole.replace(WORKSPACE, ACCOUNT)), id: 'none' }]
			: []),
	],
	'PUT beside PATCH': (one) => [
		one,
		...(one.method === 'PATCH' ? [{ ...one, id: 'none', method: 'PUT' }] : []),
	],
	'other words': reworded({
		agents: 'assistants',
		threads: 'conversations',
		users: 'members',
		files: 'documents',
		'knowledge-bases': 'knowledge',
	}),
	'a date and a company in front': path((whole) => `/vivi/rest/2026-11-01${whole}`),
	'capital letters': path((whole) =>
		whole.replace(/\/(\w)|-(\w)/g, (_, one?: string, two?: string) =>
			one === undefined ? two!.toUpperCase() : `/${one.toUpperCase()}`,
		),
	),
	'files beside their knowledge base': (one) =>
		one.path.includes('/files')
			? [
					withParameter(
						withPath(one, (whole) => whole.replace('/knowledge-bases/{knowledgeBaseId}', '')),
						{ name: 'knowledge_base_id', in: 'query', required: true },
					),
				]
			: [one],
	'workspaces are projects of an organisation': reworded({
		accounts: 'organizations',
		workspaces: 'projects',
	}),
	'an invitation of its own, and a role': (one) => {
		if (one.id === 'user.invite') return [withPath(one, (whole) => `${whole}/invitations`)];
		if (one.id === 'user.updateRole') {
			return [withPath({ ...one, method: 'PUT' }, (whole) => `${whole}/role`)];
		}
		return [one];
	},
};

/** What a word of the same meaning may not do alone. */
const DELETIONS: Record<string, string[]> = {
	'other words': [
		...['agent.delete', 'file.delete', 'knowledgeBase.delete', 'thread.delete', 'user.remove'],
	],
	'workspaces are projects of an organisation': ['workspace.delete'],
};

/** Addresses that look like ours and are something else. */
const LOOK_ALIKES = [
	'agents',
	'users',
	'prompts',
	'threads',
	'channels',
	'knowledge-bases',
	'files',
].flatMap((name) => [
	...(name === 'prompts' ? [] : [`GET ${WORKSPACE}/${name}/{id}/versions`]),
	`GET ${WORKSPACE}/${name}/{id}/versions/{versionId}`,
	...(name === 'agents' ? [] : [`POST ${WORKSPACE}/${name}/{id}/duplicate`]),
	`GET ${WORKSPACE}/${name}/export`,
	`GET ${WORKSPACE}/${name}/{id}/permissions`,
	`DELETE ${WORKSPACE}/${name}/{id}/permissions/{permissionId}`,
	`GET /admin/${name}`,
	`DELETE /admin/${name}/{id}`,
	`GET /templates/{templateId}/${name}`,
	`POST /templates/{templateId}/${name}`,
	`DELETE /templates/{templateId}/${name}/{id}`,
	`GET /audit/${name}/{id}`,
]);

describe.each(Object.entries(variants))('%s', (name, vary) => {
	const { text, expected } = variant(vary);

	test('all operations are found where they are', () => {
		expect(result(text, expected)).toEqual({
			right: ALL - (DELETIONS[name] ?? []).length,
			wrong: [],
			open: DELETIONS[name] ?? [],
		});
	});

	test('also among what looks like them', () => {
		// What stands before all addresses stands before these, too.
		const start = name === 'a date and a company in front' ? '/vivi/rest/2026-11-01' : '';
		const more = LOOK_ALIKES.map((key) => key.replace(' ', ` ${start}`));
		const among = variant(vary, more);
		const { wrong, open } = result(among.text, among.expected);
		expect(wrong).toEqual([]);
		expect(open).toEqual(DELETIONS[name] ?? []);
	});
});

test('a deletion is taken for a word of the same meaning where the document says our word, too', () => {
	const { text, expected } = variant((one) => {
		const [varied] = variants['other words']!(one);
		const tags = [one.id.split('.')[0]!];
		return [{ ...varied!, operation: { ...varied!.operation, tags } }];
	});
	expect(result(text, expected)).toEqual({ right: ALL, wrong: [], open: [] });
});

test.each<[string, Vary, string[]]>([
	[
		'channels below an agent alone',
		path((whole) => whole.replace('/channels', '/agents/{agentId}/channels')),
		['channel.get', 'channel.getAll'],
	],
	[
		'no place for the workspace',
		(one) =>
			one.path === `${WORKSPACE}/agents` ? [withPath(one, () => `${ACCOUNT}/agents`)] : [one],
		['agent.create', 'agent.getAll'],
	],
	[
		'a list that needs something else',
		(one) =>
			one.id === 'prompt.getAll'
				? [withParameter(one, { name: 'region', in: 'query', required: true })]
				: [one],
		['prompt.getAll'],
	],
])('%s: those are left open, and no other', (_what, vary, open) => {
	const { text, expected } = variant(vary);
	expect(result(text, expected)).toEqual({ right: ALL - open.length, wrong: [], open });
});

test('a POST that may create is no list, whatever it is called', () => {
	const { text, expected } = variant((one) =>
		one.id === 'agent.getAll' ? [{ ...one, method: 'POST', path: `${one.path}/all` }] : [one],
	);
	const open = ['agent.getAll'];
	expect(result(text, expected)).toEqual({ right: ALL - 1, wrong: [], open });
});

test('two versions side by side: neither is taken, and both are named', () => {
	const { text } = variant((one) => [
		withPath(one, (whole) => `/v1${whole}`),
		withPath(one, (whole) => `/v2${whole}`),
	]);
	const { operations, addressMap } = examineDescription(text, BASE);
	expect(addressMap).toEqual({});
	expect(operations.map(({ result: is }) => is)).toEqual(Array(ALL).fill('unclear'));
	expect(operations[0]?.remarks[0]).toMatch(/Several fit equally well\. .*\/v1\/.*\/v2\//);
});

test('the order of the document changes nothing', () => {
	const { document } = variant(variants['other words']!, LOOK_ALIKES);
	const before = examineDescription(JSON.stringify(document), BASE);
	const entries = Object.entries(document.paths);
	fc.assert(
		fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
			const paths = Object.fromEntries(shuffled);
			const { operations, addressMap } = examineDescription(
				JSON.stringify({ ...document, paths }),
				BASE,
			);
			expect(operations).toEqual(before.operations);
			expect(addressMap).toEqual(before.addressMap);
		}),
		{ numRuns: 20 },
	);
});

test('a document of Swagger 2.0 with a base path is read as well', () => {
	const { document, expected } = variant(same);
	// Its bodies are written in another way.
	const paths = Object.entries(document.paths).filter(([, item]) => !('post' in item));
	const text = JSON.stringify({
		...{ ...document, openapi: undefined, swagger: '2.0', basePath: '/v3' },
		paths: Object.fromEntries(paths),
	});
	const count = paths.flatMap(([, item]) => Object.keys(item)).length;
	const reads = new Map(
		[...expected].map(([id, keys]) => [id, keys.map((key) => key.replace(' ', ' /v3'))]),
	);
	const { right, wrong } = result(text, reads);
	expect({ right, wrong }).toEqual({ right: count, wrong: [] });
	expect(count).toBeGreaterThan(15);
});

describe('a document of something else gives no map', () => {
	const modules = join(__dirname, '../../../../../node_modules');
	const files = globSync([
		join(modules, '@readme/oas-examples/*/json/*.json'),
		join(modules, '@octokit/openapi/generated/api.github.com.json'),
	]);

	test('there are such documents', () => expect(files.length).toBeGreaterThan(60));

	test.each(files.map((file) => [file.slice(modules.length + 1), file]))('%s', (_name, file) => {
		let findings;
		try {
			findings = examineDescription(readFileSync(file, 'utf8'), BASE);
		} catch (error) {
			// Some are examples of documents without operations.
			expect(error).toMatchObject({ field: 'apiDescriptionUrl' });
			return;
		}
		expect(findings.addressMap).toEqual({});
		expect(findings.operations.filter(({ described }) => described !== null)).toEqual([]);
	});
});
