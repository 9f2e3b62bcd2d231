import type { IDataObject } from 'n8n-workflow';

import { authorisedHttp } from '../../nodes/Vivi/shared/authorised-http';
import { CredentialError } from '../../nodes/Vivi/shared/credential-error';
import { describeHttpContract } from '../contract/http-contract';
import { onOlderHost } from './support/older-host';
import { useEngine } from './support/use-engine';

const local = useEngine();

describe('on n8n until 2.33', () => {
	/** The port of a node with a key of its own, and a call of VIVI's list of workspaces. */
	async function connect(change: IDataObject = {}) {
		const key = local.sandbox.createKey({ name: 'of a test', keyType: 'account' });
		const credentials = await local.engine.viviCredential(key, change);
		const context = onOlderHost(local.engine.editorContext({ credentials }));
		const data = await local.engine.storedCredential(credentials);
		const { http } = authorisedHttp(context, data);
		const list = async () =>
			await http({
				method: 'GET',
				url: `${local.sandbox.url}/accounts/${local.sandbox.accountId}/workspaces`,
				timeoutMs: 20_000,
			});
		const stored = async () => (await local.engine.storedCredential(credentials))['accessToken'];
		return { key, list, stored };
	}

	describeHttpContract('as the nodes use it', () => async (call) => {
		const { origin: baseUrl } = new URL(call.url);
		const credentials = await local.engine.viviCredential(undefined, { baseUrl });
		const context = onOlderHost(local.engine.editorContext({ credentials }));
		const { http } = authorisedHttp(context, await local.engine.storedCredential(credentials));
		return await http(call);
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
