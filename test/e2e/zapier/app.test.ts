import { appendFileSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import type { JsonObject } from '../../../vivi/http/json';
import { addressMapOf } from '../../support/address-map';
import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { LICENCE_TEXTS_FILE, readLicenceTexts } from '../../../scripts/licences/texts';
import { buildZip, type BuiltApp } from '../../../scripts/zapier/build-zip';
import { stepsOf, type App, type Field, type NamedStep } from '../../../scripts/zapier/definition';
import { startLambda, type Lambda } from './support/lambda';
import { dependencies } from '../../../zapier/package.json';
import definition from '../../../zapier/src';
import { fillIn, type Input } from './support/fill-in';
import { startLocalServer, type LocalServer } from './support/local-server';
import { DEPLOY_KEY, startFileStore, type FileStore } from '../../zapier/support/file-store';

jest.setTimeout(300_000);

/** The platform alone has more than that when it is not bundled. */
const MAX_ZIP_BYTES = 400_000;
/** What a step waits for that uploads a file or has an index renewed. */
const QUICK_WORK = { workingMs: 2_000 };
const FILE_TEXT = 'What a file of another step holds.';

const folder = mkdtempSync(join(tmpdir(), 'vivi-zapier-'));
let sandbox: Sandbox;
let built: BuiltApp;
let lambda: Lambda;
let files: LocalServer;
let logs: LocalServer;
/** Where the app leaves what it has downloaded. */
let store: FileStore;
let authData: Record<string, string>;
/** What nobody may read anywhere. */
const secrets: string[] = [];

beforeAll(async () => {
	sandbox = await startSandbox();
	sandbox.setWorkStyle(QUICK_WORK);
	built = await buildZip(folder, console.log);
	files = await startLocalServer(FILE_TEXT);
	logs = await startLocalServer('');
	store = await startFileStore();
	lambda = startLambda(built.runtime, built.unpacked, {
		LOGGING_ENDPOINT: logs.url,
		LOGGING_TOKEN: 'as from Zapier',
		...DEPLOY_KEY,
	});

	await connect();
}, 900_000);

/** Connects the app with the sandbox, as a person does. */
async function connect(more: Record<string, string> = {}) {
	const { clientId, clientSecret, audience, tokenUrl } = sandbox.keys.account;
	const { channelId, apiKey } = sandbox.channel;
	authData = {
		...{ client_id: clientId, client_secret: clientSecret, audience, token_url: tokenUrl },
		...{ account_id: sandbox.accountId, base_url: sandbox.url },
		api_description_url: `${sandbox.url}/openapi.json`,
		...{ channel_id: channelId, channel_api_key: apiKey, channel_base_url: sandbox.url },
		...more,
	};
	secrets.push(clientSecret, apiKey);
	const session = await execute<Record<string, string>>('authentication.sessionConfig.perform');
	Object.assign(authData, session);
	secrets.push(authData['accessToken']!);
}

afterAll(async () => {
	await lambda?.stop();
	await Promise.all([files, logs, store, sandbox].map(async (one) => await one?.close()));
	rmSync(folder, { recursive: true, force: true });
});

/** Calls a function of the unpacked app as Zapier does. */
async function execute<Results>(method: string, inputData: Input = {}, meta: object = {}) {
	return await lambda.invoke<Results>({
		...{ command: 'execute', method, ...store.event },
		bundle: { authData, inputData, inputDataRaw: inputData, meta: { limit: -1, page: 0, ...meta } },
	});
}

/** Runs a step with all of its fields filled in, the dynamic ones too. */
async function runStep({ path }: NamedStep, given: Input = {}) {
	const fieldsFor = async (inputData: Input) =>
		await execute<Field[]>(`${path}.operation.inputFields`, inputData);
	const fill = async (fields: readonly Field[]) =>
		await fillIn(
			fields,
			async (field, inputData) => await choicesOf(path, field, inputData),
			given,
		);
	const first = await fill(await fieldsFor({}));
	const inputData = await fill(await fieldsFor(first));
	return await execute<unknown>(`${path}.operation.perform`, inputData);
}

async function choicesOf(path: string, { key }: Field, inputData: Input) {
	const [kind, name] = path.split('.') as ['creates', string];
	const fields = (definition as App)[kind]![name]!.operation.inputFields!;
	const at = fields.findIndex((field) => typeof field !== 'function' && field.key === key);
	const { results } = await execute<{ results: Array<{ id: string; label: string }> }>(
		`${path}.operation.inputFields.${at}.choices.perform`,
		inputData,
		{ isFillingDynamicDropdown: true },
	);
	expect(results.every(({ id, label }) => id !== '' && label !== '')).toBe(true);
	return results;
}

const knowledgeBase = (type: string) =>
	String(sandbox.data.list('knowledgeBase').find((one) => one['type'] === type)!['id']);
const inDefault = () => ({ workspace_id: sandbox.defaultWorkspaceId });
const withFiles = () => ({ ...inDefault(), knowledge_base_id: knowledgeBase('documents') });

/** Filters that no record would match with any value. */
const UNFILTERED = Object.fromEntries(
	['status', 'role', 'created_before', 'updated_before'].map((key) => [key, undefined]),
);

/** A knowledge base with a file that was changed after it was made. */
function changedFile(): Input {
	const knowledgeBaseId = knowledgeBase('documents');
	const { id } = sandbox.data.insert(
		'file',
		{ createdAt: '2026-03-01T00:00:00Z' },
		{ knowledgeBaseId },
	);
	sandbox.data.update('file', String(id), { status: 'ready' }, { knowledgeBaseId });
	return { knowledge_base_ids: [knowledgeBaseId], name_contains: undefined };
}

/** What the fields of a step need that any value of the right kind does not fulfil. */
const GIVEN: Record<string, () => Input> = {
	'searches.find_file': () => ({
		...{ ...withFiles(), ...UNFILTERED },
		search: sandbox.data.list('file', { knowledgeBaseId: knowledgeBase('documents') })[0]!['name'],
	}),
	'searches.find_user': () => ({
		...{ ...inDefault(), ...UNFILTERED },
		search: sandbox.data.list('user')[0]!['email'],
	}),
	'triggers.new_file': () => changedFile(),
	'triggers.updated_file': () => changedFile(),
	// The first one talks on the channel.
	'creates.delete_agent': () => ({
		...inDefault(),
		agent_id: sandbox.data.insert('agent', {})['id'],
	}),
	'creates.delete_workspace': () => ({ workspace_id: sandbox.data.insert('workspace', {})['id'] }),
	'creates.upload_file': () => ({ ...withFiles(), file: files.url }),
	'creates.delete_file': withFiles,
	'creates.download_file': () => {
		const scope = { knowledgeBaseId: knowledgeBase('documents') };
		return { ...withFiles(), file_id: sandbox.data.insert('file', {}, scope)['id'] };
	},
	'creates.create_knowledge_base': () => ({ type: 'documents', website_url: undefined }),
	'creates.create_or_update_knowledge_base': () => ({ type: 'documents', website_url: undefined }),
	'creates.create_or_update_user': () => ({ email: 'new@example.com' }),
	'creates.update_knowledge_base': () => ({ website_url: undefined }),
	'creates.reindex_knowledge_base': () => ({
		...inDefault(),
		knowledge_base_id: knowledgeBase('indexedWebsite'),
		scope: 'site',
	}),
	// Its sample shows what is counted where nothing is chosen.
	'creates.generate_report': () => ({ counted: undefined }),
	'creates.invite_user': () => ({ email: 'grace@example.com' }),
	'creates.send_message': () => ({ files: [files.url], attached_files: undefined }),
	'creates.upload_chat_file': () => ({ file: files.url }),
	'creates.run_api_operation': () => ({
		api_operation: 'GET /accounts/{accountId}/workspaces/{workspaceId}/agents/{agentId}',
		// Left empty it is the connection's.
		path__accountId: undefined,
		path__workspaceId: sandbox.defaultWorkspaceId,
		path__agentId: sandbox.data.list('agent')[0]!['id'],
	}),
	'creates.api_request': () => ({
		...{ method: 'GET', path: `/accounts/${sandbox.accountId}/workspaces` },
		// A GET has no body of any type.
		...{ body_type: undefined, body: undefined, form_fields: undefined },
		...{ file: undefined, file_field: undefined },
	}),
};

/** Filters that some record of each list passes. */
const wideFilters = (): Input => ({
	...inDefault(),
	agent_ids: sandbox.data.list('agent').map(({ id }) => id),
	channel_ids: sandbox.data.list('channel').map(({ id }) => id),
	knowledge_base_ids: sandbox.data.list('knowledgeBase').map(({ id }) => id),
	...{ name_contains: 'e', role: 'user' },
	...{ created_after: '2000-01-01T00:00:00Z', created_before: '2100-01-01T00:00:00Z' },
});
/** A name that no other step gives. */
const OWN_NAME: Input = { name: 'Created or updated' };

const steps = stepsOf(definition as App).map((named) => [named.path, named] as const);

test('the zip is small enough to be uploaded and loaded quickly', () => {
	console.log(`The zip has ${built.zipBytes} bytes.`);
	expect(built.zipBytes).toBeLessThan(MAX_ZIP_BYTES);
});

test('the unpacked app is the one of this checkout', async () => {
	const { version, ...unpacked } = await lambda.invoke<App>({ command: 'definition' });
	expect(version).toBe((definition as App).version);
	expect(stepsOf(unpacked as App).map(({ path }) => path)).toEqual(steps.map(([path]) => path));
	expect(steps.length).toBeGreaterThan(0);
});

test('connecting: the session holds texts only, and the test reads what the label shows', async () => {
	expect(Object.values(authData).every((value) => typeof value === 'string')).toBe(true);
	expect(authData['accessToken']!.split('.')).toHaveLength(3);
	const tested = await execute<object>('authentication.test');
	const label = String(definition.authentication.connectionLabel);
	for (const [, name] of label.matchAll(/\{\{(\w+)\}\}/g)) expect(tested).toHaveProperty(name!);
});

test('wrong values: an error with a text', async () => {
	const wrong = { ...authData, client_secret: 'not this one' };
	const event = { command: 'execute', method: 'authentication.sessionConfig.perform' };
	await expect(lambda.invoke({ ...event, bundle: { authData: wrong } })).rejects.toThrow(
		'VIVI did not accept the Client ID and Client Secret.',
	);
});

describe.each(steps)('%s', (path, named) => {
	it('calls VIVI, and gives at least what its sample shows', async () => {
		await works(path, named);
	});
});

/** Whether a step calls VIVI, and gives at least what its sample shows. */
async function works(path: string, named: NamedStep) {
	const given = {
		...(named.kind !== 'creates' && wideFilters()),
		...(path.startsWith('creates.create_or_update_') && OWN_NAME),
		...GIVEN[path]?.(),
	};
	const before = sandbox.stats().apiCalls;
	const results = await runStep(named, given);
	expect(sandbox.stats().apiCalls).toBeGreaterThan(before);

	const isList = named.kind !== 'creates';
	expect(Array.isArray(results)).toBe(isList);
	const records = (isList ? results : [results]) as object[];
	expect(records.length).toBeGreaterThan(0);
	const shown = Object.keys(named.step.operation.sample!);
	expect(Object.keys(records[0]!)).toEqual(expect.arrayContaining(shown));
}

describe('a VIVI that differs, with the map that the doctor printed', () => {
	let usual: [Sandbox, typeof authData];
	beforeAll(async () => {
		usual = [sandbox, authData];
		sandbox = await startSandbox({ personality: 'second' });
		sandbox.setWorkStyle(QUICK_WORK);
		await connect({ address_map: await addressMapOf(sandbox) });
	});
	afterAll(async () => {
		await sandbox.close();
		[sandbox, authData] = usual;
	});

	// The others take an address that the person gives.
	const mapped = steps.filter(([path]) => !/api_(request|operation)$/.test(path));

	it.each(mapped)('%s', async (path, named) => {
		await works(path, named);
	});

	const API_OPERATION = 'creates.run_api_operation';
	/** Runs the operation of the description that reads so in the dropdown. */
	const runDescribed = async (label: string, given: Input) => {
		const field = { key: 'api_operation' } as Field;
		const found = (await choicesOf(API_OPERATION, field, {})).find((choice) =>
			choice.label.startsWith(`${label} · `),
		);
		const chosen = { api_operation: found?.id, path__workspace_id: sandbox.defaultWorkspaceId };
		const asked = await execute<Field[]>(`${API_OPERATION}.operation.inputFields`, chosen);
		const keys = asked.map(({ key }) => key);
		expect(keys).toEqual(expect.arrayContaining([...Object.keys(chosen), ...Object.keys(given)]));
		return await execute<Record<string, JsonObject>>(`${API_OPERATION}.operation.perform`, {
			...chosen,
			...given,
		});
	};

	it('Run API Operation: a record is created, changed and deleted', async () => {
		const made = await runDescribed('Create an agent', {
			...{ body__name: 'Ada', body_object: '{"extra":{"nested":[1]}}' },
		});
		expect(made['agent']).toMatchObject({ name: 'Ada', extra: { nested: [1] } });
		const one = { path__agent_id: made['agent']!['agent_id'] };
		const changed = await runDescribed('Update an agent', { ...one, body__name: 'Grace' });
		expect(changed['agent']).toMatchObject({ name: 'Grace', extra: { nested: [1] } });
		expect(await runDescribed('Delete an agent', one)).toEqual({ deleted: true });
		expect(sandbox.data.get('agent', String(one.path__agent_id))).toBeUndefined();
	});

	it('Run API Operation: the pages of a list', async () => {
		sandbox.data.insertMany('agent', 5);
		sandbox.setListStyle({ defaultLimit: 2, maxLimit: 2 });
		const { count, records } = await runDescribed('Get many agents', { limit: 5 });
		expect(count).toBe(5);
		const ids = (records as unknown as JsonObject[]).map((record) => record['agent_id']);
		const agents = sandbox.data.list('agent').slice(0, 5);
		expect(ids).toEqual(agents.map(({ id }) => id));
	});

	it('Run API Operation: a file there and back', async () => {
		const base = { path__kb_id: knowledgeBase('documents') };
		const uploaded = await runDescribed('Upload a file to a knowledge base', {
			...{ ...base, file__document: files.url },
		});
		const one = { ...base, path__document_id: uploaded['document']!['document_id'] };
		const given = await runDescribed('Download a file of a knowledge base', one);
		const kept = store.files.get(String(given['file']));
		expect(kept?.content.toString()).toBe(FILE_TEXT);
		expect(given['name']).toBe(uploaded['document']!['name']);
	});
});

test('a search by filters and an order alone', async () => {
	const [first, second] = ['2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'].map((createdAt) =>
		sandbox.data.insert('agent', { name: 'Filtered', status: 'filtered', createdAt }),
	);
	const found = await execute<object[]>('searches.find_agent.operation.perform', {
		...{ ...inDefault(), status: 'Filtered', sort_by: 'createdDesc' },
		created_after: '2026-03-01T01:00:00+01:00',
	});
	expect(found).toMatchObject([{ id: second!['id'] }, { id: first!['id'] }]);
});

test('Create or Update: one record, whatever was there before', async () => {
	const upsert = async (description: string) =>
		await execute<Record<string, unknown>>('creates.create_or_update_agent.operation.perform', {
			...{ ...inDefault(), match_by: 'name', name: 'From the zip', description },
		});
	const first = await upsert('First');
	expect(first).toMatchObject({ isNew: true });
	expect(await upsert('Second')).toMatchObject({ id: first['id'], isNew: false });
	expect(sandbox.data.get('agent', String(first['id']))).toMatchObject({ description: 'Second' });
});

test('a file that was uploaded is waited for', async () => {
	const inputData = { ...withFiles(), file: files.url, wait_until_done: 'true' };
	const result = await execute('creates.upload_file.operation.perform', inputData);
	expect(result).toMatchObject({ status: 'ready', pending: false });
});

describe('a message to an agent', () => {
	const send = async (inputData: Input) =>
		await execute<Record<string, unknown>>('creates.send_message.operation.perform', inputData);
	const byKey = (message: string) => ({
		message,
		thread_mode: 'key',
		thread_key: 'ada@example.com',
	});

	afterEach(() => sandbox.setFaults());

	it('of 100 KB of whatever people write arrives as it is, and so does the answer', async () => {
		const message = `Grüezi 👋 {{secret}} {{ 1 + 1 }} "\\n" \n${'ü👟 '.repeat(15_000)}`;
		expect(Buffer.byteLength(message)).toBeGreaterThan(100_000);
		const { text } = await send({ message });
		expect(sandbox.sends().at(-1)).toMatchObject({ message });
		expect(text).toContain(message);
	});

	it('goes on with the conversation of its key', async () => {
		const first = await send(byKey('Hello'));
		const second = await send(byKey('And again'));
		expect(first['text']).toContain('Messages in this thread: 1.');
		expect(second['text']).toContain('Messages in this thread: 2.');
		expect(second['threadId']).toBe(first['threadId']);
	});

	it('is sent once when its answer is lost', async () => {
		sandbox.setFaults([{ target: 'api', reset: 'before', afterwards: true }]);
		const before = sandbox.stats();
		await expect(send(byKey('Once'))).rejects.toThrow('sent once');
		const { apiCalls, sends } = sandbox.stats();
		expect([apiCalls - before.apiCalls, sends - before.sends]).toEqual([1, 1]);
	});
});

test('the zip holds the licence text of each package that it holds code of', () => {
	const texts = readLicenceTexts(readFileSync(join(built.unpacked, LICENCE_TEXTS_FILE), 'utf8'));
	const bundled = JSON.parse(
		readFileSync(join(built.app, 'build/inputs.json'), 'utf8'),
	) as string[];
	// The CLI packs the manifest of each installed package, of development tools, too.
	const code = globSync('**/node_modules/**/*.{js,json}', { cwd: built.unpacked }).filter(
		(file) => basename(file) !== 'package.json',
	);
	const packed = new Set(
		[...bundled, ...code].flatMap(
			(file) => /[^:]*node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? [],
		),
	);
	const names = [...packed].map((folder) => {
		const manifest = readFileSync(join(built.app, folder, 'package.json'), 'utf8');
		const { name, version } = JSON.parse(manifest) as Record<string, string>;
		// Lockfiles write v1.2.3 as 1.2.3.
		return `${name}@${version!.replace(/^v/, '')}`;
	});
	expect(packed.size).toBeGreaterThan(Object.keys(dependencies).length);
	expect(names.filter((name) => !texts.get(name))).toEqual([]);
});

test('deployed, the app calls no address of a private network', async () => {
	const deployed = startLambda(built.runtime, built.unpacked, {
		AWS_LAMBDA_FUNCTION_NAME: 'as on AWS',
	});
	const method = 'authentication.sessionConfig.perform';
	await expect(
		deployed.invoke({ command: 'execute', method, bundle: { authData } }),
	).rejects.toThrow(/https|private network/);
	await deployed.stop();
});

test('no secret and no token in any log line or in anything printed', () => {
	const lines = logs.received.flatMap((body) => body.split('\n')).filter(Boolean);
	expect(lines.length).toBeGreaterThan(steps.length);
	const text = `${lines.join('\n')}\n${lambda.output()}`;
	for (const secret of secrets) {
		expect(secret.length).toBeGreaterThan(10);
		for (const form of [secret, encodeURIComponent(secret), btoa(secret).replace(/=+$/, '')]) {
			expect(text.includes(form)).toBe(false);
		}
	}
});

describe('zapier-platform', () => {
	const invoke = async (...args: string[]) =>
		await built.cli('invoke', ...args, '--non-interactive');
	const json = async <T>(...args: string[]) => JSON.parse(await invoke(...args)) as T;

	beforeAll(() => {
		const { accessToken: _token, expiresAt: _expiresAt, ...fields } = authData;
		const lines = Object.entries(fields).map(([key, value]) => `authData_${key}='${value}'\n`);
		appendFileSync(join(built.app, '.env'), lines.join(''));
	});

	test('validate: no error', async () => {
		expect(await built.cli('validate', '--without-style', '--format', 'json')).toContain('[]');
	});

	test('has no network here, so what it did it did offline', async () => {
		await expect(built.cli('validate')).rejects.toThrow('fetch failed');
	});

	test('invoke auth refresh, test, label', async () => {
		await invoke('auth', 'refresh');
		expect(await json('auth', 'test')).toMatchObject({ name: expect.any(String) as unknown });
		expect(await invoke('auth', 'label')).toContain(sandbox.accountId);
	});

	test('invoke a trigger, a search and a create', async () => {
		const inWorkspace = { workspace_id: sandbox.defaultWorkspaceId };
		const run = async <T>(kind: string, key: string, input: object) =>
			await json<T>(kind, key, '-i', JSON.stringify(input));

		const created = await run<{ id: string }>('create', 'create_agent', {
			...{ ...inWorkspace, name: 'Made by the CLI' },
		});
		expect(sandbox.data.get('agent', created.id)).toMatchObject({ name: 'Made by the CLI' });

		const found = await run<unknown[]>('search', 'find_agent', {
			...{ ...inWorkspace, search: 'Made by the CLI' },
		});
		expect(found).toEqual([expect.objectContaining({ id: created.id })]);

		const [newest] = await run<unknown[]>('trigger', 'new_agent', inWorkspace);
		expect(newest).toMatchObject({ id: created.id });
	});
});
