import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { address, call, exchange, SMALL, tokenOf } from './support';

describe('token endpoint', () => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox(SMALL);
	});
	afterAll(async () => await sandbox.close());
	beforeEach(() => {
		sandbox.setTokenLife(86_400);
		sandbox.resetStats();
	});

	it('issues an RS256 token with a real life span', async () => {
		const { status, body } = await exchange(sandbox, sandbox.keys.account);

		expect(status).toBe(200);
		expect(body).toEqual({
			access_token: expect.any(String),
			token_type: 'Bearer',
			expires_in: 86_400,
		});
		const keys = createRemoteJWKSet(new URL(`${sandbox.url}/.well-known/jwks.json`));
		const { payload, protectedHeader } = await jwtVerify(String(body.access_token), keys, {
			audience: 'https://vivi-cxp-api/',
		});
		expect(protectedHeader.alg).toBe('RS256');
		expect(payload.exp! - payload.iat!).toBe(86_400);
		expect(sandbox.stats()).toMatchObject({ exchanges: 1, exchangesOk: 1, secretLeaks: 0 });
	});

	it.each([
		['a missing field', { audience: undefined }, 400, 'invalid_request'],
		['a blank field', { client_secret: '' }, 400, 'invalid_request'],
		['an unknown client', { client_id: 'nobody' }, 401, 'access_denied'],
		['a wrong secret', { client_secret: 'wrong' }, 401, 'access_denied'],
		['a wrong audience', { audience: 'https://vivi-cxp-api' }, 403, 'access_denied'],
		['a wrong grant', { grant_type: 'password' }, 403, 'unauthorized_client'],
	])('answers %s in OAuth style', async (_what, overrides, status, error) => {
		const answer = await exchange(sandbox, sandbox.keys.account, overrides);

		expect(answer.status).toBe(status);
		expect(answer.body).toEqual({ error, error_description: expect.any(String) });
		expect(sandbox.stats()).toMatchObject({ exchanges: 1, exchangesOk: 0 });
	});

	it('ends tokens when their time is over, or on request', async () => {
		sandbox.setTokenLife(1);
		const short = await tokenOf(sandbox, sandbox.keys.account);
		sandbox.setTokenLife(60);
		const long = await tokenOf(sandbox, sandbox.keys.account);
		const wait = decodeJwt(short).exp! * 1000 - Date.now();
		await new Promise((resolve) => setTimeout(resolve, Math.max(0, wait) + 20));

		expect((await call(address(sandbox), { token: short })).status).toBe(401);
		expect((await call(address(sandbox), { token: long })).status).toBe(200);
		sandbox.expireTokens(sandbox.keys.account.id);
		expect((await call(address(sandbox), { token: long })).status).toBe(401);
	});

	it('refuses a token somebody else signed, and none at all', async () => {
		const token = await tokenOf(sandbox, sandbox.keys.account);
		const [header, payload] = token.split('.');
		const forged = `${header}.${payload}.${Buffer.alloc(256, 7).toString('base64url')}`;

		const { status, body, headers } = await call(address(sandbox), { token: forged });
		expect(status).toBe(401);
		expect(body).toEqual({ error: { code: 'invalid_token', message: expect.any(String) } });
		expect(headers.get('www-authenticate')).toBe('Bearer');
		expect((await call(address(sandbox))).status).toBe(401);
	});
});
