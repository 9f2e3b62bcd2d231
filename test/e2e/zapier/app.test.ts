import { appendFileSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

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

// What the steps do is tested on their source, see test/zapier; here the zip is what counts.
jest.setTimeout(300_000);

/** The platform alone has more than that when it is not bundled. */
const MAX_ZIP_BYTES = 400_000;
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
	// The steps that upload a file or renew an index wait for this.
	sandbox.setWorkStyle({ workingMs: 2_000 });
	built = await buildZip(folder, console.log);
	files = await startLocalServer(FILE_TEXT);
	logs = await startLocalServer('');
	store = await startFileStore();
	lambda = startLambda(built.runtime, built.unpacked, {
		LOGGING_ENDPOINT: logs.url,
		LOGGING_TOKEN: 'as from Zapier',
		...DEPLOY_KEY,
	});

	const { clientId, clientSecret, audience, tokenUrl } = sandbox.keys.account;
	const { channelId, apiKey } = sandbox.channel;
	authData = {
		...{ client_id: clientId, client_secret: clientSecret, audience, token_url: tokenUrl },
		...{ account_id: sandbox.accountId, base_url: sandbox.url },
		api_description_url: `${sandbox.url}/openapi.json`,
		...{ channel_id: channelId, channel_api_key: apiKey, channel_base_url: sandbox.url },
	};
	secrets.push(clientSecret, apiKey);
	const session = await execute<Record<string, string>>('authentication.sessionConfig.perform');
	Object.assign(authData, session);
	secrets.push(authData['accessToken']!);
}, 900_000);

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

test.each(steps)('%s calls VIVI, and gives at least what its sample shows', async (path, named) => {
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
});

test('Generate Report: data for a chart, and a file for spreadsheets', async () => {
	const names = sandbox.data.list('workspace').map(({ name }) => String(name));
	const report = async (format: string) =>
		await execute<Input>('creates.generate_report.operation.perform', { format });
	expect(await report('chart')).toMatchObject({
		labels: names,
		datasets: expect.arrayContaining([expect.objectContaining({ label: 'Agents' })]) as unknown,
	});
	const csv = store.files.get(String((await report('csv'))['file']));
	expect(csv?.content.toString()).toContain(`,${names[0]},`);
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
