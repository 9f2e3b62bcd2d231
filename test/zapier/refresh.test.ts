import { gzipSync } from 'node:zlib';

import type { FaultRule } from '../../sandbox/faults';
import type { IssuedKey } from '../../sandbox/keys';
import type { JsonObject } from '../../vivi/http/json';
import { connect, keyOf, run } from './support/app';
import { failureOf } from './support/failure';
import { useSandbox } from './support/use-sandbox';
import { playFailingStep, playStep } from './support/zapier-step';

const local = useSandbox();
const CREATE = 'creates.create_prompt.operation.perform';
let key: IssuedKey;
let authData: Record<string, string>;

beforeEach(async () => {
	key = local.sandbox.createKey({ name: 'Of this test', keyType: 'account' });
	authData = await connect({
		...keyOf(local.sandbox),
		client_id: key.clientId,
		client_secret: key.clientSecret,
	});
	local.sandbox.resetStats();
});
afterEach(() => {
	local.sandbox.setFaults();
	local.sandbox.setTokenLife(86_400);
});

let count = 0;
/** A step that makes a record of its own, and how many there are of it. */
function step() {
	const name = `Prompt ${++count}`;
	const inputData = { workspace_id: local.sandbox.defaultWorkspaceId, name, content: 'x' };
	const made = () => local.sandbox.data.list('prompt').filter((one) => one['name'] === name).length;
	return { inputData, made };
}

const expired = () => ({ ...authData, expiresAt: new Date(Date.now() - 1000).toISOString() });

describe('a token whose end has come', () => {
	it('is renewed before anything is sent, and the step is carried out once', async () => {
		const { inputData, made } = step();

		const first = await failureOf(run(CREATE, { authData: expired(), inputData }));
		expect(first.name).toBe('RefreshAuthError');
		expect(first.text).not.toBe('');
		expect(local.sandbox.stats().apiCalls).toBe(0);

		const { refreshes } = await playStep(CREATE, { authData: expired(), inputData });
		expect(refreshes).toBe(1);
		expect(made()).toBe(1);
		expect(local.sandbox.stats()).toMatchObject({ apiCalls: 1, exchanges: 1 });
	});

	test.each([
		'triggers.new_agent.operation.perform',
		'searches.find_agent.operation.perform',
		'creates.generate_report.operation.perform',
		'creates.api_request.operation.perform',
		'creates.upload_file.operation.perform',
		'authentication.test',
	])('is renewed before the first request of %s', async (method) => {
		const { workspace_id } = step().inputData;
		const inputData = { workspace_id, search: 'x', path: '/x', method: 'GET' };

		const { name } = await failureOf(run(method, { authData: expired(), inputData }));

		expect(name).toBe('RefreshAuthError');
		expect(local.sandbox.stats().apiCalls).toBe(0);
	});
});

describe('a token that VIVI refuses before its end', () => {
	beforeAll(() => local.sandbox.setTokenAge(60));
	afterAll(() => local.sandbox.setTokenAge(0));

	it('is renewed, and what the step makes is made once', async () => {
		const { inputData, made } = step();
		local.sandbox.expireTokens();

		const { refreshes, authData: renewed } = await playStep<JsonObject>(CREATE, {
			authData,
			inputData,
		});

		expect(refreshes).toBe(1);
		expect(made()).toBe(1);
		expect(renewed['accessToken']).not.toBe(authData['accessToken']);
		expect(local.sandbox.stats()).toMatchObject({ apiCalls: 2, exchanges: 1 });
	});

	it('amid a list is renewed, and the list is read from its beginning', async () => {
		local.sandbox.setListStyle({ defaultLimit: 3, maxLimit: 3 });
		local.sandbox.setFaults([{ target: 'api', skip: 1, times: 1, status: 401 }]);

		const { result, refreshes } = await playStep<JsonObject[]>(
			'triggers.new_agent.operation.perform',
			{ authData, inputData: { workspace_id: local.sandbox.defaultWorkspaceId } },
		);

		expect(refreshes).toBe(1);
		expect(result).toHaveLength(local.sandbox.data.count('agent'));
	});

	it('and refuses again after it was renewed says so in words', async () => {
		local.sandbox.setFaults([{ target: 'api', status: 401, body: '{"message":"Not today."}' }]);
		const { inputData, made } = step();

		const { name, text } = await playFailingStep(CREATE, { authData, inputData });

		expect(name).toBe('RefreshAuthError');
		expect(text).toContain('VIVI did not accept the access token');
		expect(text).toContain('deactivated');
		expect(text).toContain('VIVI says: “Not today.”');
		expect(made()).toBe(0);
	});

	it('of a deactivated key asks the person to reconnect', async () => {
		const { inputData, made } = step();
		local.sandbox.deactivateKey(key.id);

		const { name, text } = await playFailingStep(CREATE, { authData, inputData });

		expect(name).toBe('ExpiredAuthError');
		expect(text).toContain('VIVI did not accept the Client ID and Client Secret.');
		expect(made()).toBe(0);
	});
});

const page = '<!doctype html><title>Guest network</title>';
const html = { 'content-type': 'text/html' };
describe('a step that has uploaded a file and waits until it is ready', () => {
	beforeAll(() => local.sandbox.setTokenAge(60));
	afterAll(() => local.sandbox.setTokenAge(0));
	afterEach(() => jest.restoreAllMocks());

	async function upload(session: Record<string, string>) {
		const { defaultWorkspaceId, url, data } = local.sandbox;
		const { id } = data.list('knowledgeBase').find(({ type }) => type === 'documents')!;
		const place = { workspaceId: defaultWorkspaceId, knowledgeBaseId: String(id) };
		const inputData = {
			...{ workspace_id: defaultWorkspaceId, knowledge_base_id: id },
			...{ file: `${url}/openapi.json`, wait_until_done: true },
		};
		const before = data.list('file', place).length;
		const work = playStep<JsonObject>('creates.upload_file.operation.perform', {
			authData: session,
			inputData,
		});
		return { work, made: () => data.list('file', place).length - before };
	}

	it('does not upload it again when the token is refused meanwhile', async () => {
		local.sandbox.setFaults([
			{ target: 'api', method: 'GET', pathIncludes: '/files/', times: 1, status: 401 },
		]);
		const { work, made } = await upload(authData);

		const { name, text } = await failureOf(work);

		expect(name).toBe('AppError');
		expect(text).toContain("'Upload' was carried out once");
		expect(made()).toBe(1);
	});

	it('does not upload it again when the end of the token has come near meanwhile', async () => {
		local.sandbox.setWorkStyle({ workingMs: 1 });
		const real = Date.now;
		const meanwhile = () => void jest.spyOn(Date, 'now').mockImplementation(() => real() + 5_000);
		local.sandbox.setFaults([{ target: 'api', method: 'POST', times: 1, meanwhile }]);
		const expiresAt = new Date(Date.now() + 33_000).toISOString();
		const { work, made } = await upload({ ...authData, expiresAt });

		const { result, refreshes } = await work;

		expect(result).toMatchObject({ pending: false });
		expect(refreshes).toBe(0);
		expect(made()).toBe(1);
	});
});

describe('a web page in the place of the token URL', () => {
	it.each<[number, Partial<FaultRule>]>([
		[200, {}],
		[401, {}],
		[401, { body: gzipSync(page), headers: { ...html, 'content-encoding': 'gzip' } }],
		[403, {}],
		[302, { headers: { ...html, location: '/sign-in' } }],
		[407, {}],
		[408, {}],
	])('with status %i does not end the connection (%#)', async (status, more) => {
		local.sandbox.setFaults([{ target: 'token', status, body: page, headers: html, ...more }]);
		const { inputData, made } = step();

		const { name } = await playFailingStep(CREATE, { authData: expired(), inputData });

		expect(name).toBe('ThrottledError');
		expect(made()).toBe(0);
	});

	it.each<[string, Partial<FaultRule>]>([
		['VIVI itself', { body: '{"error":"access_denied"}' }],
		['nobody who says a word', { body: '' }],
	])('is not what a 401 of %s is taken for', async (_, answer) => {
		local.sandbox.setFaults([{ target: 'token', status: 401, ...answer }]);
		const { inputData } = step();

		const { name, text } = await playFailingStep(CREATE, { authData: expired(), inputData });

		expect(name).toBe('ExpiredAuthError');
		expect(text).toContain('VIVI did not accept the Client ID and Client Secret.');
	});
});

describe('a web page with status 401 in the place of the API', () => {
	beforeAll(() => local.sandbox.setTokenAge(60));
	afterAll(() => local.sandbox.setTokenAge(0));
	beforeEach(() => {
		local.sandbox.setFaults([{ target: 'api', status: 401, body: page, headers: html }]);
	});

	it.each([
		['triggers.new_agent.operation.perform', 'ThrottledError'],
		[CREATE, 'AppError'],
	])('asks for no new session (%s)', async (method, expected) => {
		const { name, text } = await failureOf(run(method, { authData, inputData: step().inputData }));
		expect(name).toBe(expected);
		expect(text).toContain('A web page answered');
		expect(local.sandbox.stats().exchanges).toBe(0);
	});
});

describe('a token that was issued a moment ago', () => {
	it('is tried again, since it may not have reached all servers', async () => {
		local.sandbox.setFaults([{ target: 'api', times: 2, status: 401 }]);
		const { inputData, made } = step();

		const { refreshes } = await playStep(CREATE, { authData, inputData });

		expect(refreshes).toBe(0);
		expect(made()).toBe(1);
	});

	it('and is refused to the end is what the text says was tried', async () => {
		local.sandbox.setFaults([{ target: 'api', status: 401 }]);
		const { inputData } = step();
		const fresh = await failureOf(run(CREATE, { authData, inputData }));
		expect(fresh.text).toContain('A fresh token was already tried');

		local.sandbox.setTokenAge(60);
		const aged = await connect({
			...keyOf(local.sandbox),
			...{ client_id: key.clientId, client_secret: key.clientSecret },
		}).finally(() => local.sandbox.setTokenAge(0));
		const old = await failureOf(run(CREATE, { authData: aged, inputData }));
		expect(old.text).not.toContain('already tried');
	});
});

describe('a token of a short life', () => {
	it('is used', async () => {
		local.sandbox.setTokenLife(20);
		const { inputData, made } = step();

		const { refreshes } = await playStep(CREATE, { authData: expired(), inputData });

		expect(refreshes).toBe(1);
		expect(made()).toBe(1);
	});
});
