import type { IDataObject } from 'n8n-workflow';

import { authorisedRequest } from '../../nodes/Vivi/shared/authorised-request';
import { CredentialError } from '../../nodes/Vivi/shared/credential-error';
import { n8nHttp } from '../../nodes/Vivi/shared/n8n-http';
import { describeHttpContract } from '../contract/http-contract';
import { onOlderHost } from './support/older-host';
import { useEngine } from './support/use-engine';

const local = useEngine();

describe.each([
	['until 2.10', { knowsExceptions: false }],
	['2.11 to 2.33', { knowsExceptions: true }],
])('on n8n %s', (_, host) => {
	beforeEach(() => {
		local.sandbox.setFaults([]);
		local.sandbox.resetStats();
	});

	/** The port of a node with a key of its own, and a call of VIVI's list of workspaces. */
	async function connect(change: IDataObject = {}) {
		const key = local.sandbox.createKey({ name: 'of a test', keyType: 'account' });
		const credentials = await local.engine.viviCredential(key, change);
		const context = onOlderHost(local.engine.editorContext({ credentials }), host);
		const data = await local.engine.storedCredential(credentials);
		const { send } = authorisedRequest(context, data);
		const http = n8nHttp(send, { refreshOn401: true });
		const list = async () =>
			await http({
				method: 'GET',
				url: `${local.sandbox.url}/accounts/${local.sandbox.accountId}/workspaces`,
				timeoutMs: 20_000,
			});
		const stored = async () => (await local.engine.storedCredential(credentials))['accessToken'];
		return { key, list, stored };
	}

	describeHttpContract('as the nodes use it', () => {
		const context = onOlderHost(local.engine.editorContext(), host);
		return n8nHttp(
			async (options) =>
				await context.helpers.httpRequestWithAuthentication.call(context, 'viviApi', options),
			{ refreshOn401: true },
		);
	});

	test('a refused token is renewed once, used and stored', async () => {
		const { key, list, stored } = await connect();
		expect((await list()).status).toBe(200);
		const before = await stored();
		local.sandbox.expireTokens(key.id);

		const answers = await Promise.all([list(), list(), list()]);
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
		expect(local.sandbox.stats().exchanges).toBe(2);
		expect(await stored()).not.toBe(before);
		local.sandbox.resetStats();
		expect((await list()).status).toBe(200);
		expect(local.sandbox.stats().calls).toEqual({
			'GET /accounts/{accountId}/workspaces': { 200: 1 },
		});
	});

	test('a new token that is refused too is an answer, after one more try', async () => {
		const { list } = await connect();
		expect((await list()).status).toBe(200);
		local.sandbox.setFaults([{ target: 'api', status: 401 }]);
		local.sandbox.resetStats();
		expect((await list()).status).toBe(401);
		expect(local.sandbox.stats()).toMatchObject({ exchanges: 1, apiCalls: 2 });
	});

	test('a key that VIVI does not exchange is told, and not tried again', async () => {
		const { list } = await connect({ clientSecret: 'not-the-secret' });
		await expect(list()).rejects.toThrow(CredentialError);
		await expect(list()).rejects.toThrow('VIVI did not accept the Client ID');
		expect(local.sandbox.stats().exchanges).toBe(1);
	});
});
