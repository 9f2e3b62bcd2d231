import { createTokenSource } from '../../../vivi/auth/token-source';
import type { Http } from '../../../vivi/http/port';

const credentials = {
	clientId: 'id',
	clientSecret: 'the-secret-value',
	audience: 'https://vivi-cxp-api/',
	tokenUrl: 'https://login.example.com/oauth/token',
};

/** A token endpoint that answers token-1, token-2, … after all callers have asked. */
function endpoint(answer: (count: number) => { status: number; body: string }) {
	let count = 0;
	const http: Http = async () => {
		const { status, body } = answer(++count);
		await Promise.resolve();
		return { status, headers: {}, body };
	};
	return { http, count: () => count };
}

const token = (accessToken: string, expiresIn = 86_400) => ({
	status: 200,
	body: JSON.stringify({
		access_token: accessToken,
		token_type: 'Bearer',
		expires_in: expiresIn,
	}),
});

const jwt = (name: string, iat: number) =>
	`h.${Buffer.from(JSON.stringify({ jti: name, iat })).toString('base64url')}.s`;

function source(clock = { now: 0 }, maxEntries?: number) {
	return createTokenSource({
		now: () => clock.now,
		sleep: async (ms) => void (clock.now += ms),
		random: () => 0.5,
		...(maxEntries !== undefined && { maxEntries }),
	});
}

test('reuses a token until it nears its end', async () => {
	const clock = { now: 0 };
	const tokens = source(clock);
	const { http, count } = endpoint((n) => token(`token-${n}`));

	expect((await tokens.get(credentials, http)).accessToken).toBe('token-1');
	clock.now = 86_400_000 - 60_001;
	expect((await tokens.get(credentials, http)).accessToken).toBe('token-1');
	clock.now = 86_400_000 - 60_000;
	expect((await tokens.get(credentials, http)).accessToken).toBe('token-2');
	expect(count()).toBe(2);
});

test('callers side by side share one exchange, also when all were refused', async () => {
	const tokens = source();
	const { http, count } = endpoint((n) => token(`token-${n}`));
	const first = await tokens.get(credentials, http);

	const all = await Promise.all(
		Array.from({ length: 100 }, () =>
			tokens.get(credentials, http, { rejected: first.accessToken }),
		),
	);
	expect(new Set(all.map(({ accessToken }) => accessToken))).toEqual(new Set(['token-2']));
	// A caller with the refused token that asks late gets what the others fetched.
	const late = await tokens.get(credentials, http, { rejected: 'token-1' });
	expect(late.accessToken).toBe('token-2');
	expect(count()).toBe(2);
});

test('never answers with a token older than the refused one', async () => {
	const tokens = source();
	const { http } = endpoint((n) => token(jwt(`t${n}`, n === 1 ? 1_000 : 3_000)));
	await tokens.get(credentials, http);

	const renewed = await tokens.get(credentials, http, { rejected: jwt('elsewhere', 2_000) });
	expect(renewed.issuedAt).toBe(3_000_000);
});

test('of two tokens made in the same second, one from elsewhere may be the later one', async () => {
	const tokens = source();
	const { http, count } = endpoint((n) => token(jwt(`t${n}`, 2_000)));
	const first = await tokens.get(credentials, http);
	const elsewhere = jwt('elsewhere', 2_000);

	const renewed = await tokens.get(credentials, http, { rejected: elsewhere });
	expect(renewed.accessToken).toBe(jwt('t2', 2_000));
	// It is later than the token it replaced and the one before.
	for (const rejected of [elsewhere, first.accessToken]) {
		expect((await tokens.get(credentials, http, { rejected })).accessToken).toBe(
			renewed.accessToken,
		);
	}
	expect(count()).toBe(2);
});

test('a failed exchange is not remembered', async () => {
	const tokens = source();
	const { http, count } = endpoint((n) =>
		n === 1 ? { status: 401, body: '{"error":"access_denied"}' } : token('good'),
	);
	await expect(tokens.get(credentials, http)).rejects.toMatchObject({ code: 'client_rejected' });
	expect((await tokens.get(credentials, http)).accessToken).toBe('good');
	expect(count()).toBe(2);
});

test('each key has its own token; a rotated secret is another key', async () => {
	const tokens = source();
	const { http, count } = endpoint((n) => token(`token-${n}`));
	await tokens.get(credentials, http);
	const rotated = await tokens.get({ ...credentials, clientSecret: 'new' }, http);
	expect(rotated.accessToken).toBe('token-2');
	expect((await tokens.get(credentials, http)).accessToken).toBe('token-1');
	expect(count()).toBe(2);
});

test('remembers a bounded number of keys', async () => {
	const tokens = source({ now: 0 }, 2);
	const { http, count } = endpoint((n) => token(`token-${n}`));
	for (const clientId of ['a', 'b', 'c', 'a']) await tokens.get({ ...credentials, clientId }, http);
	expect(count()).toBe(4);
});
