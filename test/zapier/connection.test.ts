import type { IncomingHttpHeaders } from 'node:http';
import zapier, { type ZObject } from 'zapier-platform-core';

import App from '../../zapier/src';
import { zRequestHttp } from '../../zapier/src/http/z-request-http';
import { useServer } from '../support/local-server';
import { channelOf, connect, keyOf, run } from './support/app';
import { failureOf } from './support/failure';
import { createHandler } from '../../scripts/zapier/handler';
import { useSandbox } from './support/use-sandbox';

// Between two tries nothing has to be waited for here.
jest.mock('node:timers/promises', () => ({ setTimeout: async () => {} }));

const local = useSandbox();

const tryOut = async (authData: Record<string, string>) =>
	await run<Record<string, string>>('authentication.test', { authData });

/** Zapier puts the test's answer into the label's text. */
const labelOf = (tested: Record<string, string>) =>
	App.authentication
		.connectionLabel!.toString()
		.replace(/\{\{(\w+)\}\}/g, (_, key: string) => tested[key]!);

describe('the connection test', () => {
	it('passes for an Account API key and names the account', async () => {
		const tested = await tryOut(await connect(keyOf(local.sandbox)));

		expect(labelOf(tested)).toBe(`Account ${local.sandbox.accountId} (Account API Key)`);
		expect(local.sandbox.stats().calls).toEqual({
			'POST /oauth/token': { 200: 1 },
			'GET /accounts/{accountId}/workspaces': { 200: 1 },
		});
	});

	it('passes for a Workspace API key and names the workspace', async () => {
		const tested = await tryOut(await connect(keyOf(local.sandbox, 'workspace')));

		expect(labelOf(tested)).toBe('Customer Support (Workspace API Key)');
	});

	it('passes for a Workspace API key that may not read its workspace', async () => {
		const connection = await connect(keyOf(local.sandbox, 'workspace'));
		local.sandbox.setFaults([{ target: 'api', status: 403 }]);

		expect(labelOf(await tryOut(connection))).toBe(
			`Workspace ${local.sandbox.defaultWorkspaceId} (Workspace API Key)`,
		);
	});

	it('passes for the key of a channel without a word to its agent', async () => {
		const tested = await tryOut(await connect(channelOf(local.sandbox)));

		expect(labelOf(tested)).toBe(`Channel ${local.sandbox.channel.channelId} (Channel API Key)`);
		expect(local.sandbox.stats()).toMatchObject({ apiCalls: 1, sends: 0 });
	});

	it('tries both keys where there are two', async () => {
		const fields = { ...keyOf(local.sandbox), ...channelOf(local.sandbox) };

		expect(labelOf(await tryOut(await connect(fields)))).toBe(
			`Account ${local.sandbox.accountId} (Account API Key + Channel API Key)`,
		);
	});

	it('fails for another account', async () => {
		const connection = { ...(await connect(keyOf(local.sandbox))), account_id: 'acc_other' };

		const failure = await failureOf(tryOut(connection));

		expect(failure.name).toBe('AppError');
		expect(failure.text).toContain("'Account ID'");
	});

	it('asks for the workspace of a Workspace API key that was entered without it', async () => {
		const key = { ...keyOf(local.sandbox, 'workspace'), workspace_id: '' };

		const failure = await failureOf(tryOut(await connect(key)));

		expect(failure.name).toBe('AppError');
		expect(failure.text).toContain("If it is a Workspace API key, fill in 'Workspace ID' as well.");
	});

	it('asks for a new session when the token is refused', async () => {
		const connection = await connect(keyOf(local.sandbox));
		local.sandbox.expireTokens();

		expect(await failureOf(tryOut(connection))).toMatchObject({
			name: 'RefreshAuthError',
			text: expect.stringContaining('VIVI did not accept the access token') as string,
		});
	});
});

describe('the connection test of a channel', () => {
	it('fails for the wrong key of a channel, without asking for a new session', async () => {
		const fields = { ...channelOf(local.sandbox), channel_api_key: 'not-the-key-of-this-channel' };

		const failure = await failureOf(tryOut(await connect(fields)));

		expect(failure.name).toBe('AppError');
		expect(failure.text).toContain('VIVI did not accept the key of the channel');
		expect(failure.raw).not.toContain('not-the-key');
	});

	it('names an access token in the place of the key of a channel', async () => {
		const { accessToken } = await connect(keyOf(local.sandbox));
		const fields = { ...channelOf(local.sandbox), channel_api_key: accessToken! };

		const failure = await failureOf(connect(fields));

		expect(failure.text).toContain('access token of the platform API');
		expect(failure.raw).not.toContain(accessToken);
	});
});

describe('the access token', () => {
	let seen: IncomingHttpHeaders[] = [];
	const other = useServer(({ headers }, response) => {
		seen.push(headers);
		response.end('{}');
	});
	let elsewhere: string;
	beforeEach(() => {
		seen = [];
		elsewhere = other.url;
	});

	const request = async (url: string, base_url: string, bearer: boolean) => {
		const authData = { accessToken: 'the-token-of-the-session', base_url };
		await zapier.createAppTester({ ...App } as never)(
			async (z: ZObject) => {
				const http = zRequestHttp(z, { bearer });
				const { status } = await http({ method: 'GET', url, timeoutMs: 10_000 });
				return [{ id: status }];
			},
			{ authData } as never,
		);
	};

	it('goes to the API', async () => {
		await request(`${elsewhere}/accounts`, elsewhere, true);
		expect(seen.map(({ authorization }) => authorization)).toEqual([
			'Bearer the-token-of-the-session',
		]);
	});

	it('goes nowhere else, whoever asks', async () => {
		await request(`${elsewhere}/accounts`, 'https://api.vivi.bot', true);
		await request(`${elsewhere}/other`, `${elsewhere}/api`, true);
		await request(
			`${elsewhere}/accounts`,
			elsewhere.replace('127.0.0.1', '127.0.0.1.example.com'),
			true,
		);
		expect(seen).toHaveLength(3);
		expect(seen.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
	});

	it('goes to nobody who does not ask, such as the token endpoint on the same host', async () => {
		await request(`${elsewhere}/oauth/token`, elsewhere, false);
		expect(seen.map(({ authorization }) => authorization)).toEqual([undefined]);
	});
});

describe("Zapier's own requests", () => {
	it('are authorised by the access token', async () => {
		const { results } = await createHandler(App)({ command: 'getAuthTemplate', bundle: {} });

		expect(results).toMatchObject({
			supported: true,
			authType: 'session',
			template: { headers: { Authorization: 'Bearer {{bundle.authData.accessToken}}' } },
		});
		expect(JSON.stringify(results)).not.toMatch(/client_|channel_|vivi-api-key/);
	});
});
