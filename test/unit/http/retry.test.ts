import fc from 'fast-check';
import { NetworkFailure, type HttpResponse } from '../../../vivi/http/port';
import { isIdempotent, retryAfterMs, retryDelay, type Attempt } from '../../../vivi/http/retry';

const policy = { maxTries: 4, maxTotalMs: 60_000, baseDelayMs: 500, maxDelayMs: 3000 };
const answer = (status: number, retryAfter?: string): HttpResponse => ({
	status,
	headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
	body: '',
});
const delay = (outcome: Attempt['outcome'], more: Partial<Attempt> = {}) =>
	retryDelay(policy, {
		...{ tries: 1, elapsedMs: 0, outcome, idempotent: true, now: 0, random: 0.5 },
		...more,
	});

describe('retryDelay', () => {
	it.each([429, 502, 503, 504])('repeats after %i', (status) =>
		expect(delay(answer(status))).toBe(375),
	);
	it.each([200, 302, 400, 401, 403, 404, 409, 422, 500, 501])('leaves %i alone', (status) =>
		expect(delay(answer(status))).toBeUndefined(),
	);
	it.each(['dns', 'refused', 'reset', 'timeout', 'network'] as const)('repeats after %s', (kind) =>
		expect(delay(new NetworkFailure(kind))).toBe(375),
	);
	it.each(['aborted', 'blocked', 'oversized', 'private', 'tls'] as const)(
		'knows that %s is for good',
		(kind) => expect(delay(new NetworkFailure(kind))).toBeUndefined(),
	);

	it('repeats a write after a 429 only', () => {
		expect(delay(answer(429), { idempotent: false })).toBe(375);
		for (const outcome of [answer(502), answer(503, '1'), new NetworkFailure('reset')]) {
			expect(delay(outcome, { idempotent: false })).toBeUndefined();
		}
	});

	it('doubles up to the longest, half of it left to chance', () => {
		const steps = [1, 2, 3].map((tries) => [
			delay(answer(503), { tries, random: 0 }),
			delay(answer(503), { tries, random: 1 }),
		]);
		expect(steps).toEqual([
			[250, 500],
			[500, 1000],
			[1000, 2000],
		]);
		const patient = { ...policy, maxTries: 99 };
		const attempt = { elapsedMs: 0, outcome: answer(503), idempotent: true, now: 0, random: 1 };
		expect(retryDelay(patient, { ...attempt, tries: 50 })).toBe(3000);
	});

	it('waits as long as it is asked to, if there is time', () => {
		expect(delay(answer(429, '30'))).toBe(30_000);
		expect(delay(answer(429, '30'), { elapsedMs: 30_001 })).toBeUndefined();
		expect(delay(answer(429, '3600'))).toBeUndefined();
	});

	it('waits for nothing that would come too late', () => {
		const late = (until: number) =>
			retryDelay(
				{ ...policy, until },
				{
					...{ tries: 1, elapsedMs: 0, outcome: answer(429, '9'), idempotent: true },
					...{ now: 1_000_000, random: 0 },
				},
			);
		expect(late(1_009_001)).toBe(9000);
		expect(late(1_009_000)).toBeUndefined();
	});

	it('stops at the number of tries', () =>
		expect(delay(answer(503), { tries: 4 })).toBeUndefined());
});

describe('retryAfterMs', () => {
	const now = Date.UTC(2026, 2, 5, 12, 0, 0);
	it.each<[string | undefined, number | undefined]>([
		['5', 5000],
		[' 0 ', 0],
		['1.5', 1500],
		['Thu, 05 Mar 2026 12:00:30 GMT', 30_000],
		['Thu, 05 Mar 2026 11:00:00 GMT', 0],
		['-5', undefined],
		['soon', undefined],
		['', undefined],
		[undefined, undefined],
		['99999999999999999999', 86_400_000],
	])('%j → %s', (value, ms) => expect(retryAfterMs(answer(429, value), now)).toBe(ms));

	it('is never negative and never NaN', () => {
		fc.assert(
			fc.property(fc.string(), (value) => {
				expect(retryAfterMs(answer(429, value), now) ?? 0).toBeGreaterThanOrEqual(0);
			}),
		);
	});
});

test('isIdempotent follows RFC 9110', () => {
	const methods = ['GET', 'HEAD', 'PUT', 'DELETE', 'POST', 'PATCH'] as const;
	expect(methods.filter(isIdempotent)).toEqual(['GET', 'HEAD', 'PUT', 'DELETE']);
	// Other texts are no methods, even where they get past the type.
	expect(['post', ' POST', 'get', 'OPTIONS'].filter((text) => isIdempotent(text as never))).toEqual(
		[],
	);
});
