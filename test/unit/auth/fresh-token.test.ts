import { isFresh, isNearExpiry, patientWithFreshToken } from '../../../vivi/auth/fresh-token';
import { jwtTimes } from '../../../vivi/auth/jwt';
import type { HttpRequest } from '../../../vivi/http/port';
import { FakeClock } from '../http/fake-clock';

const request: HttpRequest = { method: 'POST', url: 'https://api.vivi.bot/x', timeoutMs: 1000 };

/** A service that gives these statuses one after the other, the last one for ever. */
function service(statuses: number[], isTokenFresh = () => true) {
	const clock = new FakeClock();
	let sent = 0;
	const http = patientWithFreshToken(
		async () => {
			const status = statuses[Math.min(sent++, statuses.length - 1)]!;
			return await Promise.resolve({ status, headers: {}, body: '' });
		},
		isTokenFresh,
		clock.sleep,
	);
	const status = async () => (await clock.run(http(request))).status;
	return { clock, status, sent: () => sent };
}

it.each([
	['accepted at once', [200], 200, 1],
	['refused for a moment', [401, 401, 200], 200, 3],
	['refused for good', [401], 401, 4],
	['refused, then lacking permission', [401, 403], 403, 2],
])('a fresh token that is %s', async (_, statuses, status, tries) => {
	const { status: answered, sent } = service(statuses);
	expect(await answered()).toBe(status);
	expect(sent()).toBe(tries);
});

it('waits for some seconds at most, and only once for a token that is of no use', async () => {
	const { clock, status, sent } = service([401]);
	const start = clock.now();
	await status();
	expect(clock.now() - start).toBeLessThan(5_000);
	await status();
	expect(sent()).toBe(5);
});

it('does not wait for a token that is not fresh, or no longer', async () => {
	expect(await service([401], () => false).status()).toBe(401);
	const ages = [true, false];
	const { status, sent } = service([401], () => ages.shift()!);
	await status();
	expect(sent()).toBe(2);
});

it('knows the age only of a token that holds it', () => {
	const payload = Buffer.from(JSON.stringify({ iat: 1_000 })).toString('base64url');
	expect(jwtTimes(`eyJh.${payload}.x`).issuedAt).toBe(1_000_000);
	expect(jwtTimes('opaque').issuedAt).toBeUndefined();
	expect([1_000_000, 1_029_000, 1_031_000, 969_000].map((now) => isFresh(1_000_000, now))).toEqual([
		true,
		true,
		false,
		false,
	]);
	expect(isFresh(undefined, 0)).toBe(false);
});

describe('whether a token ends soon', () => {
	const NOW = Date.parse('2026-03-01T00:00:00Z');
	const opaque = (secondsLeft: number) => ({
		accessToken: 'opaque',
		expiresAt: NOW + secondsLeft * 1000,
	});
	const jwt = (life: number, secondsLeft: number) => {
		const claims = { iat: 1_000_000, exp: 1_000_000 + life };
		const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
		return { accessToken: `eyJh.${payload}.x`, expiresAt: NOW + secondsLeft * 1000 };
	};

	test.each([
		['after it', opaque(-1), true],
		['within the time of a step', opaque(29), true],
		['later than a step can take', opaque(31), false],
		['of a day, within the time of a step', jwt(86_400, 29), true],
		['of a short life that has just begun', jwt(20, 20), false],
		['of a short life that is over soon', jwt(20, 1), true],
		['not known', { accessToken: 'x', expiresAt: NaN }, false],
	])('%s', (_case, { accessToken, expiresAt }, expected) => {
		expect(isNearExpiry(accessToken, expiresAt, NOW)).toBe(expected);
	});
});
