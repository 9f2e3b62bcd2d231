import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { text as textOf } from 'node:stream/consumers';

import type { FaultRule } from '../../sandbox/faults';
import { catalogue, operationsOf, resources } from '../../vivi/catalogue';
import type { Endpoint, Resource } from '../../vivi/catalogue/types';
import type { JsonObject } from '../../vivi/http/json';
import { operationKey } from '../../zapier/src/fields/operation-name';
import { close, listen } from '../support/local-server';
import { connect, keyOf, run } from './support/app';
import { failureOf } from './support/failure';
import { startFileStore } from './support/file-store';
import { startFileServer, type FileServer } from './support/file-server';
import { keysOf, scopeOf, stepInput } from './support/step-input';
import { useSandbox } from './support/use-sandbox';

// Between two tries nothing has to be waited for here.
jest.mock('node:timers/promises', () => ({ setTimeout: async () => {} }));

const local = useSandbox();
const FILE = Buffer.from('Was in der Übersicht steht: {{name}}\n');
let files: FileServer;
let authData: Record<string, string>;

beforeAll(async () => {
	files = await startFileServer(FILE);
	authData = await connect(keyOf(local.sandbox));
});
beforeEach(() => {
	files.seen.length = 0;
});
afterAll(async () => await files.close());

const create = async (key: string, inputData: Record<string, unknown>) =>
	await run<JsonObject>(`creates.${key}.operation.perform`, { authData, inputData });

const all = resources.flatMap((resource) =>
	operationsOf(resource)
		.filter(({ safety }) => safety !== 'read')
		.map((operation) => [operationKey(resource, operation), resource, operation] as const),
);

/** How a failure is told hangs on the kind of an operation, not on its resource. */
const oneOfEachKind = [...new Map(all.map((one) => [one[2].kind, one])).values()];

function inputOf(resource: Resource, operation: Endpoint) {
	const { inputData, ...rest } = stepInput(local.sandbox, resource, operation);
	const file = operation.kind === 'upload' ? { file: `${files.url}/hydrate` } : {};
	return { ...rest, inputData: { ...inputData, ...file } };
}

describe('acting on behalf of a user', () => {
	const named = (inputData: Record<string, unknown>) => ({
		...{ workspace_id: local.sandbox.defaultWorkspaceId, name: 'For Ada', user: 'usr_1' },
		...inputData,
	});

	it('sends who it is, with every action that creates something', async () => {
		await create('create_agent', named({}));
		await create('create_prompt', named({ content: 'x', user: ' ' }));
		await create('api_request', { method: 'POST', path: '/accounts/x', user: 'usr_2' }).catch(
			() => {},
		);
		const calls = local.sandbox.stats().lastCalls;
		expect(calls.map(({ userId }) => userId)).toEqual(['usr_1', undefined, 'usr_2']);
	});

	it('is for Account API keys only, and says so before anything is sent', async () => {
		const workspace = await connect(keyOf(local.sandbox, 'workspace'));
		local.sandbox.resetStats();
		const failure = failureOf(
			run('creates.create_agent.operation.perform', {
				...{ authData: workspace, inputData: named({ workspace_id: undefined }) },
			}),
		);
		expect((await failure).text).toContain('Only an Account API key can act on behalf of a user.');
		expect(local.sandbox.stats().apiCalls).toBe(0);
	});
});

describe.each(all)('%s', (key, resource, operation) => {
	const input = () => inputOf(resource, operation);

	it('does what it says by one request, and gives the ID', async () => {
		const { inputData, scope, id } = input();

		const result = await create(key, inputData);

		const stored = local.sandbox.data.get(resource.name, String(result['id']), scope);
		expect(result['id']).toEqual(id ?? expect.any(String));
		switch (operation.kind) {
			case 'delete':
				expect(result).toEqual({ id, deleted: true });
				expect(stored).toBeUndefined();
				break;
			case 'upload':
				expect(stored).toMatchObject({ name: 'Übersicht.txt', mimeType: 'text/plain' });
				expect(local.sandbox.data.upload(String(result['id']))).toEqual({
					size: FILE.length,
					sha256: createHash('sha256').update(FILE).digest('hex'),
				});
				break;
			case 'update':
				expect(stored).toMatchObject({ extra: 1 });
				break;
			case 'create':
				expect(stored).toMatchObject(result);
				break;
		}
		expect(local.sandbox.stats()).toMatchObject({ apiCalls: 1, exchanges: 0 });
	});

	it('is not carried out twice, whatever the answer is', async () => {
		const faults: Array<[Omit<FaultRule, 'target'>, string[]]> = [
			[{ status: 500, afterwards: true }, ['AppError']],
			[{ reset: 'before', afterwards: true }, ['AppError']],
			[{ truncate: true, afterwards: true }, ['AppError', 'none']],
		];
		for (const [fault, names] of faults) {
			if (operation.kind === 'delete') break;
			const { inputData } = input();
			local.sandbox.resetStats();
			local.sandbox.setFaults([{ target: 'api', ...fault }]);

			const { name, text } = await failureOf(create(key, inputData));

			expect(names).toContain(name);
			expect(text).toContain('look in VIVI before you repeat it');
			expect(local.sandbox.stats().apiCalls).toBe(1);
		}
	});
});

describe.each(oneOfEachKind)('%s', (key, resource, operation) => {
	const input = () => inputOf(resource, operation);

	it('leaves a rate limit to Zapier', async () => {
		const { inputData } = input();
		local.sandbox.setFaults([{ target: 'api', status: 429, headers: { 'retry-after': '90' } }]);

		expect(await failureOf(create(key, inputData))).toMatchObject({
			name: 'ThrottledError',
			delay: 90,
		});
	});

	it('names what VIVI declined', async () => {
		const { inputData } = input();
		local.sandbox.setFaults([{ target: 'api', status: 422, body: '{"message":"Not like this"}' }]);

		const { name, text } = await failureOf(create(key, inputData));

		expect(name).toBe('AppError');
		expect(text).toContain('Not like this');
	});

	it('takes no answer of 200 for a success that tells of a failure', async () => {
		const { inputData } = input();
		const body = '{"status":"error","message":"Not like this","data":null}';
		local.sandbox.setFaults([{ target: 'api', status: 200, body }]);

		const { name, text } = await failureOf(create(key, inputData));

		expect(name).toBe('AppError');
		expect(text).toContain('Not like this');
	});

	it('stops quietly where VIVI says that it is there already', async () => {
		const { inputData } = input();
		local.sandbox.setFaults([{ target: 'api', status: 409 }]);

		const { name, text } = await failureOf(create(key, inputData));

		expect(name).toBe('HaltedError');
		expect(text).not.toContain('What happened');
	});
});

describe('what was filled in', () => {
	const prompts = () => ({ workspace_id: local.sandbox.defaultWorkspaceId });
	const stored = (id: unknown) => local.sandbox.data.get('prompt', String(id));

	it('arrives unharmed, with curly braces of any kind', async () => {
		const text =
			'Hello {{name}}, {{bundle.inputData.x}} {{ process.env.HOME }} {{{{ }} {"a":{"b":{}}} \\{{ "é" 🙂\n';
		const input = { ...prompts(), name: '{{bundle.authData.client_secret}}', content: text };

		const { id } = await create('create_prompt', {
			...input,
			additional_properties: { note: { '{{key}}': ['{{process.env.X}}'] } },
		});

		expect(stored(id)).toMatchObject({
			name: '{{bundle.authData.client_secret}}',
			content: text,
			note: { '{{key}}': ['{{process.env.X}}'] },
		});
	});

	it('arrives without what was left empty', async () => {
		const { id } = await create('create_agent', {
			...prompts(),
			name: 'Only a name',
			description: '',
			prompt_id: null,
			knowledge_base_ids: [],
			additional_properties: {},
		});

		const record = local.sandbox.data.get('agent', String(id))!;
		expect(record['description'] ?? null).toBeNull();
		expect(local.sandbox.stats().lastCalls).toHaveLength(1);
	});

	it('may be a JSON text, and a list of IDs', async () => {
		const { id } = await create('create_agent', {
			...prompts(),
			name: 'Structured',
			knowledge_base_ids: ['kb_1', 'kb_2'],
			structured_output: 'true',
			structured_output_schema: '{"type":"object"}',
		});

		expect(local.sandbox.data.get('agent', String(id))).toMatchObject({
			knowledgeBaseIds: ['kb_1', 'kb_2'],
			structuredOutput: true,
			structuredOutputSchema: { type: 'object' },
		});
	});

	it('is asked for by its label when it is missing, and nothing is sent', async () => {
		const { name, text } = await failureOf(create('create_prompt', { ...prompts(), name: 'x' }));

		expect(name).toBe('AppError');
		expect(text).toContain("'Content' is empty.");
		expect(local.sandbox.stats().apiCalls).toBe(0);
	});

	it('may leave out the workspace with a Workspace API key', async () => {
		const own = await connect(keyOf(local.sandbox, 'workspace'));

		const { id } = await run<JsonObject>('creates.create_prompt.operation.perform', {
			authData: own,
			inputData: { name: 'Mine', content: 'x' },
		});

		expect(stored(id)).toMatchObject({ name: 'Mine' });
	});
});

describe('a file', () => {
	const upload = async (file: unknown) =>
		await create('upload_file', {
			...keysOf(scopeOf(local.sandbox, catalogue.file)),
			file,
		});

	it('is fetched without any key', async () => {
		await upload(`${files.url}/hydrate`);

		expect(files.seen).toHaveLength(2);
		for (const headers of files.seen) {
			expect(headers).not.toHaveProperty('authorization');
			expect(headers).not.toHaveProperty('vivi-api-key');
		}
	});

	it('keeps the name that the server gives it', async () => {
		expect(await upload(`${files.url}/named`)).toMatchObject({
			name: 'Preise €.pdf',
			mimeType: 'application/pdf',
		});
	});

	test.each([
		['/missing', 'could not be fetched (status 404)'],
		['/private', 'could not be fetched (status 401)'],
		['/circle', 'leads from one address to the next'],
	])('that cannot be had (%s) is named, and nothing is uploaded', async (path, words) => {
		const { name, text } = await failureOf(upload(`${files.url}${path}`));

		expect(name).toBe('AppError');
		expect(text).toContain(words);
		expect(local.sandbox.stats().apiCalls).toBe(0);
	});

	test.each([
		['/empty', 'The file is empty.'],
		['/part', 'could not be fetched (status 206)'],
	])('is not sent where %s comes without all of it', async (place, words) => {
		expect((await failureOf(upload(`${files.url}${place}`))).text).toContain(words);
		expect(local.sandbox.stats().apiCalls).toBe(0);
	});

	test.each([
		['', 'There is no file to upload.'],
		['just text', 'The file is not a file.'],
		['http://127.0.0.1:1/x', 'could not be fetched'],
	])('that is none (%s) is named', async (given, words) => {
		expect((await failureOf(upload(given))).text).toContain(words);
	});
});

it('downloads a file from wherever VIVI says that it lies, without any key', async () => {
	const scope = scopeOf(local.sandbox, catalogue.file);
	const at = { name: 'a.txt', downloadUrl: `${files.url}/hydrate` };
	const { id } = local.sandbox.data.insert('file', at, scope);
	const store = await startFileStore();
	try {
		const inputData = { ...keysOf(scope), file_id: id };
		const method = 'hydrators.downloadFile';
		const given = await run<string>(method, { authData, inputData }, [], store.event);
		expect(store.files.get(given)).toMatchObject({ name: 'a.txt', content: FILE });
		expect(files.seen.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
		expect(files.seen).toHaveLength(2);
	} finally {
		await store.close();
	}
});

describe('api_request', () => {
	const path = () => `/accounts/${local.sandbox.accountId}/workspaces`;

	it('gives status and body', async () => {
		const result = await create('api_request', {
			method: 'GET',
			path: path(),
			query: { limit: '2' },
			headers: { 'x-note': 'a' },
		});

		expect(result).toMatchObject({ status: 200, body: { data: [{}, {}] } });
	});

	it('sends a JSON body as it is', async () => {
		const { body } = await create('api_request', {
			method: 'POST',
			path: path(),
			body: '{"name":"By hand {{bundle.x}}"}',
		});

		expect(body).toMatchObject({ name: 'By hand {{bundle.x}}' });
	});

	it('gives the records of all pages', async () => {
		local.sandbox.setListStyle({ defaultLimit: 2, maxLimit: 2 });
		const ids = local.sandbox.data.list('workspace').map(({ id }) => ({ id }));
		const input = { method: 'GET', path: path(), pagination: 'all' };

		expect(ids.length).toBeGreaterThan(2);
		expect(await create('api_request', input)).toMatchObject({ status: 200, body: ids });
		expect(await create('api_request', { ...input, limit: '1', full_response: 'true' })).toEqual({
			status: 200,
			headers: expect.objectContaining({ 'content-type': expect.any(String) as string }) as object,
			body: [expect.objectContaining(ids[0]!)],
		});
		local.sandbox.setListStyle();
	});

	it('gives a file as a file of Zapier, with status and headers beside it', async () => {
		const store = await startFileStore();
		try {
			const inputData = { ...{ method: 'GET', path: path() }, response_format: 'File' };
			const method = 'creates.api_request.operation.perform';
			const step = { authData, inputData: { ...inputData, full_response: true } };
			const given = await run<JsonObject>(method, step, [], store.event);
			const type = { 'content-type': expect.stringContaining('json') as string };
			expect(given).toMatchObject({ status: 200, headers: type, mimeType: 'application/json' });
			const { content } = store.files.get(String(given['file']))!;
			expect(JSON.parse(content.toString())).toMatchObject({
				data: local.sandbox.data.list('workspace').map(({ id }) => ({ id })),
			});
		} finally {
			await store.close();
		}
	});

	/** What a VIVI that answers so is sent by the step. */
	async function sent(
		inputData: object,
		{ status = 200, key = 'api_request' } = {},
	): Promise<string[]> {
		const seen: string[] = [];
		const server = createServer(async (request, response) => {
			const { 'content-type': type } = request.headers;
			seen.push(`${request.method} ${type} ${await textOf(request)}`);
			response.writeHead(status).end('{}');
		});
		const port = await listen(server);
		const step = run(`creates.${key}.operation.perform`, {
			authData: { ...authData, base_url: `http://127.0.0.1:${port}` },
			inputData: { method: 'POST', path: '/x', ...inputData },
		});
		try {
			await (status === 200 ? step : failureOf(step));
		} finally {
			await close(server);
		}
		return seen;
	}

	test.each(['{"id":12345678901234567890,"price":1.10}', '"text"', '["a",null]'])(
		'sends %s to the letter, as JSON',
		async (body) => expect(await sent({ body })).toEqual([`POST application/json ${body}`]),
	);

	it('sends a form with files or without, and a file', async () => {
		const input = { file: `${files.url}/hydrate`, body_type: 'form', form_fields: { tag: 'a' } };
		const [form] = await sent(input);
		expect(form).toMatch(/^POST multipart\/form-data; boundary=/);
		expect(form).toMatch(/name="tag"\r\n\r\na\r\n/);
		expect(form).toContain(`\r\n\r\n${FILE.toString()}\r\n`);
		const several = { file: [input.file, input.file], file_field: 'one,two' };
		const [both] = await sent({ ...input, ...several });
		expect(both).toMatch(/name="one"; filename=[^]*name="two"; filename=/);
		const plain = { file: undefined, body_type: 'urlencoded' };
		expect(await sent({ ...input, ...plain })).toEqual([
			'POST application/x-www-form-urlencoded tag=a',
		]);
		const [alone] = await sent({ ...input, body_type: 'file', form_fields: undefined });
		expect(alone).toMatch(new RegExp(`^POST \\S+ ${FILE.toString('utf8').slice(0, 10)}`));
	});

	it('keeps the digits of long numbers, as text', async () => {
		local.sandbox.setFaults([{ target: 'api', status: 200, body: '{"n":12345678901234567890}' }]);

		expect(await create('api_request', { method: 'GET', path: path() })).toEqual({
			status: 200,
			body: { n: '12345678901234567890' },
		});
	});

	test('so does a create with additional properties', async () => {
		const input = { name: 'A', additional_properties: '{"ref": 12345678901234567890, "n": 1.5}' };

		expect(await sent(input, { key: 'create_workspace' })).toEqual([
			'POST application/json {"name":"A","ref":12345678901234567890,"n":1.5}',
		]);
	});

	test.each(['post', 'Post', ' POST'])(
		'the method %j is a POST, which is not sent twice',
		async (method) => expect(await sent({ method, body: '{}' }, { status: 503 })).toHaveLength(1),
	);

	test.each([
		['X-HTTP-Method-Override', 'DELETE', /'x-http-method-override' cannot be set/],
		['Cookie', 'session=1', /'cookie' cannot be set/],
		['X-Trace', 'a\0b', /'x-trace' contains a line break/],
	])('refuses the header %s', async (name, value, words) => {
		const input = { method: 'POST', path: path(), headers: { [name]: value } };
		const { text } = await failureOf(create('api_request', input));

		expect(text).toMatch(words);
		expect(local.sandbox.stats().apiCalls).toBe(0);
	});

	it('refuses what is no method', async () => {
		const { text } = await failureOf(create('api_request', { method: 'FETCH', path: path() }));

		expect(text).toContain(`'Method' is "FETCH", which is none of its choices.`);
		expect(text).toContain('DELETE, GET, HEAD, PATCH, POST, PUT');
		expect(local.sandbox.stats().apiCalls).toBe(0);
	});

	test.each([
		['https://evil.example/x', "'Path' is a whole address."],
		['//evil.example', "'Path' leads to another host."],
		['', "'Path' is empty."],
	])('refuses the path %s', async (given, words) => {
		const { text } = await failureOf(create('api_request', { method: 'GET', path: given }));

		expect(text).toContain(words);
		expect(local.sandbox.stats().apiCalls).toBe(0);
	});

	it('refuses what is no JSON', async () => {
		const input = { method: 'POST', path: path(), body: '{name: x}' };

		expect((await failureOf(create('api_request', input))).text).toContain(
			"'Body' is not valid JSON.",
		);
	});
});

describe('generate_report', () => {
	it('gives the total with a text and the workspaces as line items', async () => {
		const result = await create('generate_report', { format: 'markdown', since: '2026-01-01' });

		const { sandbox } = local;
		expect(result).toMatchObject({
			workspaceCount: sandbox.data.list('workspace').length,
			text: expect.stringContaining('Customer Support') as string,
		});
		const [first] = result['workspaces'] as JsonObject[];
		expect(first).toMatchObject({
			workspaceId: sandbox.defaultWorkspaceId,
			agents: sandbox.data.count('agent'),
		});
	});

	it.each([
		[{}, '*VIVI report*'],
		[{ format: 'items' }, '*VIVI report*'],
		[{ format: 'html' }, '<!DOCTYPE html>'],
		[{ format: 'chart' }, '*VIVI report*'],
	])('has the text that its output promises: %j', async (input, beginning) => {
		const { text } = await create('generate_report', input);

		expect(String(text).slice(0, 400)).toContain(beginning);
	});

	it('counts what is chosen, and gives it for a chart', async () => {
		const input = {
			...{ format: 'chart', counted: ['prompts', 'messages'] },
			workspace_ids: [local.sandbox.defaultWorkspaceId],
		};
		const result = await create('generate_report', input);
		const labels = (result['datasets'] as JsonObject[]).map(({ label }) => label);
		expect(labels).toEqual(['Prompts', 'Threads', 'Messages']);
		expect(result).toMatchObject({ hasChanges: null, prompts: local.sandbox.data.count('prompt') });
		expect(result).not.toHaveProperty('agents');
	});

	it('gives a file for spreadsheets', async () => {
		const store = await startFileStore();
		try {
			const method = 'creates.generate_report.operation.perform';
			const step = { authData, inputData: { format: 'csv' } };
			const given = await run<JsonObject>(method, step, [], store.event);
			expect(given).toMatchObject({ mimeType: 'text/csv', name: 'vivi-report.csv' });
			expect(given['text']).toContain('*VIVI report*');
			const { content } = store.files.get(String(given['file']))!;
			expect(content.toString()).toContain('Customer Support,complete,');
		} finally {
			await store.close();
		}
	});
});
