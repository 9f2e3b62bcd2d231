import { authFields } from '../../zapier/src/authentication/fields';
import { channelOf, connect, keyOf, run, type LogLine } from './support/app';
import { failureOf } from './support/failure';
import { useSandbox } from './support/use-sandbox';

// Between two tries nothing has to be waited for here.
jest.mock('node:timers/promises', () => ({ setTimeout: async () => {} }));

const local = useSandbox();

/** A key of which no token is known. */
function newKey(): Record<string, string> {
	const key = local.sandbox.createKey({ name: 'Of this test', keyType: 'account' });
	const { clientId, clientSecret } = key;
	return { ...keyOf(local.sandbox), client_id: clientId, client_secret: clientSecret };
}

const open = async (authData: Record<string, string>, log?: LogLine[]) =>
	await run<Record<string, string>>('authentication.sessionConfig.perform', { authData }, log);

describe('opening a session', () => {
	it('gives an access token and its end, as texts side by side', async () => {
		const session = await open(keyOf(local.sandbox));

		expect(session).toEqual({
			accessToken: expect.stringMatching(/^eyJ/) as string,
			expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
		});
		const hours = (Date.parse(session['expiresAt']!) - Date.now()) / 3_600_000;
		expect(hours).toBeGreaterThan(23);
		expect(hours).toBeLessThanOrEqual(24);
		expect(local.sandbox.stats()).toMatchObject({ exchanges: 1, exchangesOk: 1, apiCalls: 0 });
	});

	it('renews one without showing the old token to the token endpoint', async () => {
		const old = await connect(keyOf(local.sandbox));

		const session = await open(old);

		expect(session['accessToken']).not.toBe(old['accessToken']);
		expect(local.sandbox.stats()).toMatchObject({ exchanges: 2, bearersAtTokenUrl: 0 });
	});

	it('renews it once for all steps that are refused together, and again when that one is', async () => {
		const old = await connect(keyOf(local.sandbox));
		local.sandbox.resetStats();

		const renewed = await Promise.all([open(old), open(old), open(old)]);
		const later = await open(old);

		expect(local.sandbox.stats().exchanges).toBe(1);
		const tokens = new Set([...renewed, later].map(({ accessToken }) => accessToken));
		expect(tokens.size).toBe(1);
		expect(tokens).not.toContain(old['accessToken']);
		const [token] = tokens;
		expect((await open({ ...old, accessToken: token! }))['accessToken']).not.toBe(token);
		expect(local.sandbox.stats().exchanges).toBe(2);
	});

	it('needs no exchange for the key of a channel alone', async () => {
		expect(await open(channelOf(local.sandbox))).toEqual({ accessToken: '', expiresAt: '' });
		expect(local.sandbox.stats().exchanges).toBe(0);
	});

	test.each(['client_id', 'client_secret', 'audience', 'token_url', 'account_id'])(
		'asks for %s by its label when it is empty, and sends nothing',
		async (name) => {
			const { label } = authFields.find(({ key }) => key === name)!;

			const failure = await failureOf(open({ ...keyOf(local.sandbox), [name]: ' ' }));

			expect(failure.name).toBe('AppError');
			expect(failure.text).toContain(`'${label}' is empty.`);
			expect(local.sandbox.stats().exchanges).toBe(0);
		},
	);

	it('asks for the Client ID when nothing at all was filled in', async () => {
		expect((await failureOf(open({}))).text).toContain("'Client ID' is empty.");
	});

	test.each(['channel_id', 'channel_api_key'])('misses %s of a channel', async (name) => {
		const fields = { ...keyOf(local.sandbox), ...channelOf(local.sandbox), [name]: '' };
		const { label } = authFields.find(({ key }) => key === name)!;

		expect((await failureOf(open(fields))).text).toContain(`'${label}' is empty.`);
		expect(local.sandbox.stats().exchanges).toBe(0);
	});

	test.each([
		['token_url', 'http://token.example.com/oauth', "'Token URL' does not use https."],
		['token_url', 'nonsense', "'Token URL' is not a web address."],
		['base_url', 'ftp://api.vivi.bot', "'Base URL' does not use https."],
		['base_url', 'https://user:pass@api.vivi.bot', "'Base URL' contains a user name or password."],
	])('refuses %s %s', async (name, value, text) => {
		const failure = await failureOf(open({ ...keyOf(local.sandbox), [name]: value }));

		expect(failure.text).toContain(text);
		expect(failure.raw).not.toContain('pass@');
		expect(local.sandbox.stats().exchanges).toBe(0);
	});

	test.each([
		['channel_base_url', 'nonsense', 'is not a web address'],
		['channel_api_key', 'a b', 'contains a blank'],
		['channel_api_key', 'eyJhbGciOi.eyJpc3Mi.x', 'holds an access token'],
	])('names %s %s as its field is called', async (name, value, words) => {
		const { label } = authFields.find(({ key }) => key === name)!;

		const failure = await failureOf(open({ ...channelOf(local.sandbox), [name]: value }));

		expect(failure.text).toContain(`'${label}' ${words}`);
	});

	describe('at Zapier', () => {
		beforeEach(() => {
			process.env['AWS_LAMBDA_FUNCTION_NAME'] = 'app';
		});
		afterEach(() => {
			delete process.env['AWS_LAMBDA_FUNCTION_NAME'];
		});

		test.each([
			['token_url', 'Token URL', 'https://10.0.0.5/oauth/token'],
			['token_url', 'Token URL', 'http://localhost:3000/oauth/token'],
			['base_url', 'Base URL', 'https://169.254.169.254/latest'],
			['base_url', 'Base URL', 'https://[::ffff:127.0.0.1]/'],
			['base_url', 'Base URL', 'https://vivi.internal'],
			['channel_base_url', 'Channel Base URL', 'https://[fd00::1]/'],
		])('refuses a private address as %s', async (name, label, value) => {
			const fields = {
				...keyOf(local.sandbox),
				...channelOf(local.sandbox),
				token_url: 'https://tokens.example.com/oauth',
				base_url: 'https://api.vivi.bot',
				channel_base_url: 'https://channels.example.com',
				[name]: value,
			};

			const { text } = await failureOf(open(fields));

			expect(text).toContain(`'${label}' leads into a private network.`);
			expect(local.sandbox.stats().exchanges).toBe(0);
		});
	});
});

describe('a session that cannot be opened', () => {
	const wrongSecret = () => ({
		...newKey(),
		client_secret: 'not-the-secret-of-this-key',
	});
	const session = {
		accessToken: 'eyJh.e30.old-token-value',
		expiresAt: '2026-01-01T00:00:00.000Z',
	};

	it('is an error to read while a key is connected with wrong values', async () => {
		const failure = await failureOf(open(wrongSecret()));

		expect(failure).toMatchObject({ name: 'AppError' });
		expect(failure.text).toContain('VIVI did not accept the Client ID and Client Secret.');
		expect(failure.text).toContain('rotate');
	});

	it('marks the connection as expired when a rotated secret is refused later', async () => {
		const key = local.sandbox.createKey({ name: 'To be rotated', keyType: 'account' });
		const fields = {
			...newKey(),
			client_id: key.clientId,
			client_secret: key.clientSecret,
		};
		const connection = await connect(fields);
		local.sandbox.rotateKey(key.id);

		const failure = await failureOf(open(connection));

		expect(failure.name).toBe('ExpiredAuthError');
		expect(failure.text).toContain('VIVI did not accept the Client ID and Client Secret.');
	});

	it('marks the connection as expired when the key was deactivated', async () => {
		const key = local.sandbox.createKey({ name: 'To be deactivated', keyType: 'account' });
		const fields = {
			...newKey(),
			client_id: key.clientId,
			client_secret: key.clientSecret,
		};
		const connection = await connect(fields);
		local.sandbox.deactivateKey(key.id);

		expect(await failureOf(open(connection))).toMatchObject({ name: 'ExpiredAuthError' });
	});

	test.each([
		['AppError', {}],
		['ExpiredAuthError', session],
	])('names a wrong audience (%s)', async (name, kept) => {
		const fields = { ...newKey(), audience: 'https://elsewhere/', ...kept };

		const failure = await failureOf(open(fields));

		expect(failure.name).toBe(name);
		expect(failure.text).toContain('VIVI did not accept the Audience.');
	});

	test.each([
		['AppError', {}],
		['ThrottledError', session],
	])('does not blame the key for an outage (%s)', async (name, kept) => {
		local.sandbox.setFaults([{ target: 'token', status: 503 }]);

		const failure = await failureOf(open({ ...newKey(), ...kept }));

		expect(failure.name).toBe(name);
		expect(failure.text).toContain("VIVI's token endpoint is not available at the moment");
	});

	test.each([
		['AppError', {}],
		['ThrottledError', session],
	])('does not blame the key for a host that cannot be reached (%s)', async (name, kept) => {
		const fields = { ...newKey(), token_url: 'http://127.0.0.1:1/', ...kept };

		expect(await failureOf(open(fields))).toMatchObject({
			name,
			text: expect.stringContaining("The host in 'Token URL' refused the connection.") as string,
		});
	});

	test.each([{}, session])('waits as long as VIVI asks when there are too many', async (kept) => {
		local.sandbox.setFaults([{ target: 'token', status: 429, headers: { 'retry-after': '77' } }]);

		expect(await failureOf(open({ ...newKey(), ...kept }))).toMatchObject({
			name: 'ThrottledError',
			delay: 77,
			text: expect.stringContaining('too many token requests') as string,
		});
	});

	test.each([
		['something other than JSON', 'a token'],
		['no access token', '{}'],
		[
			'not a Bearer token',
			'{"access_token":"eyJhbGciOiJub25lIn0.secret-part.x","token_type":"mac"}',
		],
	])('says so when the token URL answers with %s', async (_case, body) => {
		local.sandbox.setFaults([{ target: 'token', status: 200, body }]);

		for (const kept of [{}, session]) {
			const failure = await failureOf(open({ ...newKey(), ...kept }));
			expect(failure.text).toContain('token URL');
			expect(failure.raw).not.toContain('secret-part');
		}
	});

	it('never leaves a person without words, whatever the token URL answers', async () => {
		for (const status of [301, 400, 401, 403, 404, 405, 415, 418, 429, 500, 503]) {
			for (const kept of [{}, session]) {
				local.sandbox.setFaults([{ target: 'token', status, headers: { 'retry-after': '60' } }]);
				const { text } = await failureOf(open({ ...newKey(), ...kept }));
				expect(text.length).toBeGreaterThan(40);
				expect(text).not.toContain('What happened');
			}
		}
	}, 60_000);
});
