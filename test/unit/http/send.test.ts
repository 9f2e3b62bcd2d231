import fc from 'fast-check';
import {
	NetworkFailure,
	type HttpMethod,
	type HttpRequest,
	type HttpResponse,
} from '../../../vivi/http/port';
import { send, type SendOptions } from '../../../vivi/http/send';
import type { SharedPause } from '../../../vivi/http/shared-pause';
import { createSlots, roomFor } from '../../../vivi/http/slots';
import { FakeClock } from './fake-clock';

type Outcome = number | { status: number; retryAfter: number } | 'reset' | 'tls';

const policy = { maxTries: 4, maxTotalMs: 20_000, baseDelayMs: 500, maxDelayMs: 5000 };
const request = (method: HttpMethod = 'GET'): HttpRequest => ({
	method,
	url: 'https://api.vivi.bot/x',
	timeoutMs: 1000,
});

/** A service that answers as told, the last outcome for ever, after some time each. */
function service(outcomes: readonly Outcome[], more: Partial<SendOptions> = {}, latency = 100) {
	const clock = new FakeClock();
	const sentAt: number[] = [];
	const http = async (): Promise<HttpResponse> => {
		sentAt.push(clock.now());
		const outcome = outcomes[Math.min(sentAt.length, outcomes.length) - 1]!;
		await clock.sleep(latency);
		if (typeof outcome === 'string') throw new NetworkFailure(outcome);
		if (typeof outcome === 'number') return { status: outcome, headers: {}, body: '' };
		const headers = { 'retry-after': String(outcome.retryAfter) };
		return { status: outcome.status, headers, body: '' };
	};
	const options: SendOptions = {
		...{ http, now: clock.now, sleep: clock.sleep, random: () => 0.5, policy },
		...more,
	};
	return { clock, sentAt, options };
}

it('sends again until there is an answer, and counts', async () => {
	const { clock, options, sentAt } = service(['reset', 503, 200]);
	const sent = await clock.run(send(request(), options));
	expect(sent).toMatchObject({ response: { status: 200 }, tries: 3 });
	expect(sentAt).toHaveLength(3);
});

it('gives the last answer, with any status', async () => {
	const { clock, options } = service([503]);
	expect(await clock.run(send(request(), options))).toMatchObject({
		response: { status: 503 },
		tries: 4,
	});
});

it('throws when the last try got no answer', async () => {
	const { clock, options } = service([503, 'tls']);
	await expect(clock.run(send(request(), options))).rejects.toMatchObject({ kind: 'tls' });
});

it('lets what is no NetworkFailure pass at once', async () => {
	const bug = new TypeError('a bug');
	const http = jest.fn().mockRejectedValue(bug);
	const { clock, options } = service([], { http });
	await expect(clock.run(send(request(), options))).rejects.toBe(bug);
	expect(http).toHaveBeenCalledTimes(1);
});

it('accepts that a POST may be repeated', async () => {
	const { clock, options, sentAt } = service(['reset', 200], { idempotent: true });
	await clock.run(send(request('POST'), options));
	expect(sentAt).toHaveLength(2);
});

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
	fc.constantFrom<Outcome[]>(200, 404, 429, 500, 502, 503, 504, 'reset', 'tls'),
	fc.record({ status: fc.constantFrom(429, 503), retryAfter: fc.nat(30) }),
);

it('keeps to the number of tries and to the total time', () =>
	fc.assert(
		fc.asyncProperty(
			fc.array(outcome, { minLength: 1, maxLength: 6 }),
			fc.nat(8000),
			fc.boolean(),
			fc.double({ min: 0, max: 1, noNaN: true }),
			async (outcomes, latency, paused, random) => {
				const pause = { until: paused ? 1_030_000 : 0 };
				const more = { pause, random: () => random };
				const { clock, options, sentAt } = service(outcomes, more, latency);
				await clock.run(send(request(), options).catch(() => undefined));
				expect(sentAt.length).toBeLessThanOrEqual(policy.maxTries);
				expect(sentAt.at(-1)! - sentAt[0]!).toBeLessThanOrEqual(policy.maxTotalMs);
			},
		),
	));

it('sends a POST or PATCH a second time after a 429 only', () =>
	fc.assert(
		fc.asyncProperty(
			fc.constantFrom<HttpMethod[]>('POST', 'PATCH'),
			fc.array(outcome, { minLength: 1, maxLength: 6 }),
			async (method, outcomes) => {
				const { clock, options, sentAt } = service(outcomes);
				await clock.run(send(request(method), options).catch(() => undefined));
				for (const before of outcomes.slice(0, sentAt.length - 1)) {
					expect(typeof before === 'object' ? before.status : before).toBe(429);
				}
			},
		),
	));

describe('the shared pause', () => {
	it('holds everybody back when one is told to slow down', async () => {
		const pause: SharedPause = { until: 0 };
		const { clock, options, sentAt } = service([{ status: 429, retryAfter: 10 }, 200], { pause });
		const first = send(request(), options);
		const later = clock.sleep(200).then(() => send(request('POST'), options));
		await clock.run(Promise.all([first, later]));
		expect(sentAt.map((at) => at - 1_000_000)).toEqual([0, 10_100, 10_100]);
	});

	it('does not count as the own time of who had to wait for others', async () => {
		const pause = { until: 1_000_000 + policy.maxTotalMs + 1 };
		const { clock, options } = service([503, 200], { pause });
		expect(await clock.run(send(request(), options))).toMatchObject({ tries: 2 });
	});

	it('makes a request give up when others have to wait for longer than it can', async () => {
		const pause = { until: 0 };
		const { clock, options, sentAt } = service([{ status: 429, retryAfter: 10 }, 200], { pause });
		const sent = send(request(), options);
		const other = clock.sleep(5000).then(() => (pause.until = clock.now() + 16_000));
		await clock.run(Promise.all([sent, other]));
		expect(await sent).toMatchObject({ response: { status: 429 }, tries: 1 });
		expect(sentAt).toHaveLength(1);
	});

	it('keeps no place from those whom it does not hold back', async () => {
		const pause = { until: 1_010_000 };
		const { clock, options, sentAt } = service([200], { pause });
		const slots = createSlots(roomFor(1), clock);
		const held = [1, 2, 3].map(() => send(request(), { ...options, slots }));
		const free = clock
			.sleep(1000)
			.then(() => send(request(), { ...options, slots, pause: { until: 0 } }));
		// It is prolonged while all of them wait for the one place.
		const longer = clock.sleep(10_050).then(() => (pause.until = 1_020_000));
		await clock.run(Promise.all([...held, free, longer]));
		expect(sentAt.map((at) => at - 1_000_000)).toEqual([1000, 10_000, 20_000, 20_100]);
	});

	it('is not set by other statuses', async () => {
		const pause = { until: 0 };
		const { clock, options } = service([503], { pause });
		await clock.run(send(request(), options));
		expect(pause.until).toBe(0);
	});

	it('spares the service those who cannot sit out its wait, and tells them what is left of it', () =>
		fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 21, max: 3600 }),
				fc.array(fc.nat(7_200), { minLength: 1, maxLength: 10 }),
				async (retryAfter, starts) => {
					const pause: SharedPause = { until: 0 };
					const outcomes = [{ status: 429, retryAfter }, 200];
					const { clock, options, sentAt } = service(outcomes, { pause });
					await clock.run(send(request('POST'), options));
					for (const seconds of starts.sort((a, b) => a - b)) {
						clock.time = Math.max(clock.time, 1_000_000 + seconds * 1000);
						const left = pause.until - clock.now();
						const { response, tries } = await clock.run(send(request('POST'), options));
						if (left > policy.maxTotalMs) {
							expect(tries).toBe(0);
							expect(response).toMatchObject({
								status: 429,
								headers: { 'retry-after': String(Math.ceil(left / 1000)) },
							});
						} else {
							expect(response.status).toBe(200);
						}
					}
					// No request came before the time that the service asked for.
					for (const at of sentAt.slice(1)) expect(at).toBeGreaterThanOrEqual(pause.until);
				},
			),
		));
});
