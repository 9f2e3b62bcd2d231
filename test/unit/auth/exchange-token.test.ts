import { exchangeToken } from '../../../vivi/auth/exchange-token';
import { NetworkFailure, type HttpRequest, type HttpResponse } from '../../../vivi/http/port';

const SECRET = 'the-secret-value';
const credentials = {
	clientId: 'id',
	clientSecret: SECRET,
	audience: 'https://vivi-cxp-api/',
	tokenUrl: 'https://login.example.com/oauth/token',
};

type Outcome = Partial<HttpResponse> | NetworkFailure;

async function exchange(outcomes: Outcome[] | Outcome, input: object = credentials) {
	const queue = Array.isArray(outcomes) ? [...outcomes] : [outcomes];
	const requests: HttpRequest[] = [];
	const clock = { now: 1_000_000 };
	const result = await exchangeToken(input as typeof credentials, {
		http: async (request) => {
			requests.push(request);
			const outcome = queue.length > 1 ? queue.shift()! : queue[0]!;
			if (outcome instanceof NetworkFailure) throw outcome;
			return { status: 200, headers: {}, body: '', ...outcome };
		},
		now: () => clock.now,
		sleep: async (ms) => void (clock.now += ms),
		random: () => 0.5,
	}).then(
		(token) => ({ token, error: undefined }),
		(error: Error & { code: string; hint: string; field?: string }) => ({
			token: undefined,
			error,
		}),
	);
	return { ...result, requests, now: clock.now };
}

const json = (body: object, status = 200) => ({ status, body: JSON.stringify(body) });
const jwt = (claims: object) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;

test('posts the four values as JSON, trimmed, to the token URL and nowhere else', async () => {
	const { requests } = await exchange(json({ access_token: 't', expires_in: 60 }), {
		clientId: ' id ',
		clientSecret: `${SECRET}\n`,
		audience: '\thttps://vivi-cxp-api/ ',
		tokenUrl: ' https://login.example.com/oauth/token ',
	});
	expect(requests).toHaveLength(1);
	expect(requests[0]).toMatchObject({
		method: 'POST',
		url: 'https://login.example.com/oauth/token',
		headers: { 'content-type': 'application/json' },
	});
	expect(JSON.parse(requests[0]!.body as string)).toEqual({
		client_id: 'id',
		client_secret: SECRET,
		audience: 'https://vivi-cxp-api/',
		grant_type: 'client_credentials',
	});
});

describe('life of the token', () => {
	test.each([
		['expires_in', { access_token: 't', expires_in: 86_400 }, 86_400_000],
		['expires_in in microseconds', { access_token: 't', expires_in: 8.64e13 }, 315_360_000_000],
		['an end that no date can hold', { access_token: jwt({ exp: 1e300 }) }, 315_360_000_000],
		['textual expires_in', { access_token: 't', expires_in: '3600' }, 3_600_000],
		['JWT with iat and exp', { access_token: jwt({ iat: 5, exp: 905 }) }, 900_000],
		['JWT with exp alone', { access_token: jwt({ exp: 1_600 }) }, 600_000],
		['zero, then the JWT', { access_token: jwt({ iat: 5, exp: 65 }), expires_in: 0 }, 60_000],
		['negative and no JWT', { access_token: 't', expires_in: -1 }, 300_000],
		['nothing at all', { access_token: 't' }, 300_000],
		['nonsense', { access_token: 't', expires_in: 'soon' }, 300_000],
	])('%s', async (_name, answer, life) => {
		const { token, now } = await exchange(json(answer));
		expect(token!.expiresAt - now).toBe(life);
	});
});

describe('values that cannot be used: nothing is sent', () => {
	test.each([
		['clientId', { clientId: '' }, 'missing_value'],
		['clientSecret', { clientSecret: '  ' }, 'missing_value'],
		['audience', { audience: undefined }, 'missing_value'],
		['tokenUrl', { tokenUrl: '' }, 'missing_value'],
		['tokenUrl', { tokenUrl: 'login.example.com' }, 'invalid_url'],
		['tokenUrl', { tokenUrl: 'http://login.example.com/token' }, 'invalid_url'],
		['tokenUrl', { tokenUrl: 'https://me:pw@login.example.com/' }, 'invalid_url'],
	])('%s %j', async (field, change, code) => {
		const { error, requests } = await exchange(json({}), { ...credentials, ...change });
		expect(error).toMatchObject({ field, code });
		expect(error!.message).toMatch(/^'(Client ID|Client Secret|Audience|Token URL)' /);
		expect(requests).toHaveLength(0);
	});

	test('plain http is fine on this machine', async () => {
		const { token } = await exchange(json({ access_token: 't', expires_in: 1 }), {
			...credentials,
			tokenUrl: 'http://127.0.0.1:9/token',
		});
		expect(token!.accessToken).toBe('t');
	});
});

describe('each refusal has its own code and text', () => {
	const cases: Array<[string, Outcome, string, number]> = [
		['DNS', new NetworkFailure('dns'), 'token_host_not_found', 3],
		['refused', new NetworkFailure('refused'), 'token_host_refused', 3],
		['reset', new NetworkFailure('reset'), 'token_connection_lost', 3],
		['TLS', new NetworkFailure('tls'), 'token_certificate', 1],
		['timeout', new NetworkFailure('timeout'), 'token_timeout', 3],
		['blocked', new NetworkFailure('blocked'), 'token_blocked', 1],
		['private', new NetworkFailure('private'), 'token_host_private', 1],
		['400', json({ error: 'invalid_request' }, 400), 'request_rejected', 1],
		['wrong secret', json({ error: 'access_denied' }, 401), 'client_rejected', 1],
		['invalid_client', json({ error: 'invalid_client' }, 400), 'client_rejected', 1],
		[
			'audience',
			json({ error: 'access_denied', error_description: 'Service not enabled within domain' }, 403),
			'audience_rejected',
			1,
		],
		['grant', json({ error: 'unauthorized_client' }, 403), 'grant_rejected', 1],
		['404', { status: 404, body: '<html>' }, 'token_url_not_found', 1],
		['405', { status: 405 }, 'token_url_not_found', 1],
		['415', { status: 415 }, 'content_type_rejected', 1],
		['redirect', { status: 302, headers: { location: 'https://x.y' } }, 'token_redirected', 1],
		['429', { status: 429 }, 'token_rate_limited', 3],
		['500', { status: 500 }, 'token_endpoint_down', 1],
		['503', { status: 503 }, 'token_endpoint_down', 3],
		['418', { status: 418 }, 'token_unexpected_status', 1],
		['HTML', { body: `<html>${SECRET}</html>` }, 'token_answer_not_json', 1],
		['no token', json({ token_type: 'Bearer' }), 'token_missing', 1],
		...['a\nb', 'a b', 'tökén', 'a\u0000', 'x'.repeat(1_000_000)].map(
			(access_token): [string, Outcome, string, number] => [
				`the token ${JSON.stringify(access_token.slice(0, 9))}`,
				json({ access_token }),
				'token_malformed',
				1,
			],
		),
		['MAC', json({ access_token: 't', token_type: 'mac' }), 'token_type_unsupported', 1],
	];

	test.each(cases)('%s', async (_name, outcome, code, tries) => {
		const { error, requests } = await exchange(outcome);
		expect(error).toMatchObject({ code });
		expect(requests).toHaveLength(tries);
		expect(error!.message).not.toBe('');
		expect(error!.hint).not.toBe('');
		expect(JSON.stringify({ ...error, m: error!.message, s: error!.stack })).not.toContain(SECRET);
	});

	test('a 429 says how long to wait', async () => {
		const { error } = await exchange({ status: 429, headers: { 'retry-after': '90' } });
		expect(error).toMatchObject({ retryAfterMs: 90_000 });
	});
});

test('an outage of a moment is bridged', async () => {
	const { token, requests } = await exchange([
		{ status: 503 },
		new NetworkFailure('reset'),
		json({ access_token: 't', expires_in: 1 }),
	]);
	expect(token!.accessToken).toBe('t');
	expect(requests).toHaveLength(3);
});
