import fc from 'fast-check';

import { ViviApiError } from '../../../vivi/errors';
import type { JsonObject } from '../../../vivi/http/json';
import { waitUntilDone } from '../../../vivi/progress/wait-until-done';

/** What a record shows from a moment on, in milliseconds after the start. */
type History = ReadonlyArray<{ from: number; shows: string | 404 | 503 | 'no answer' }>;

interface Given {
	history: History;
	forMs: number;
	mayBeStale?: boolean;
	/** How long each look takes. */
	lookMs?: number;
	random?: () => number;
	first?: JsonObject;
}

/** A service whose clock goes on with each wait and each look. */
async function wait({
	history,
	forMs,
	mayBeStale = false,
	lookMs = 0,
	random = () => 0.5,
	first,
}: Given) {
	let now = 0;
	const looks: number[] = [];
	const waits: number[] = [];
	const read = async (): Promise<JsonObject> => {
		now += lookMs;
		looks.push(now);
		const { shows } = [...history].reverse().find(({ from }) => from <= now)!;
		if (typeof shows === 'number' || shows === 'no answer') {
			const status = typeof shows === 'number' ? { status: shows } : {};
			throw new ViviApiError({ code: 'x', message: 'X.', hint: 'X.', ...status });
		}
		return shows === '' ? { id: '1' } : { id: '1', status: shows };
	};
	const sleep = async (ms: number) => {
		waits.push(ms);
		now += ms;
	};
	const clock = { now: () => now, sleep, random };
	const waited = await waitUntilDone(read, first, { forMs, mayBeStale }, clock);
	return { ...waited, looks, waits, at: now };
}

const MINUTE = 60_000;
const shows = (...entries: Array<[from: number, what: History[number]['shows']]>): History =>
	entries.map(([from, what]) => ({ from, shows: what }));

it('ends as soon as the record is ready', async () => {
	const history = shows([0, 'pending'], [5_000, 'indexing'], [20_000, 'ready']);
	const { verdict, at, record } = await wait({ history, forMs: 10 * MINUTE });
	expect(verdict).toBe('done');
	expect(record).toEqual({ id: '1', status: 'ready' });
	expect(at).toBeGreaterThanOrEqual(20_000);
	expect(at).toBeLessThan(36_000);
});

it('takes the record that was read already for a look', async () => {
	const { verdict, looks } = await wait({
		history: shows([0, 'indexing']),
		forMs: MINUTE,
		first: { id: '1', status: 'ready' },
	});
	expect([verdict, looks]).toEqual(['done', []]);
});

it.each([
	['a failure', shows([0, 'processing'], [3_000, 'failed']), 'failed', 3_000],
	['a record that is gone', shows([0, 'processing'], [3_000, 404]), 'gone', 3_000],
	['a record without a status', shows([0, '']), 'untold', 0],
	['a time that is up', shows([0, 'processing']), 'late', MINUTE],
	['a word that nobody knows', shows([0, 'frobnicating']), 'late', MINUTE],
	['no answer at all', shows([0, 'no answer']), 'late', MINUTE],
	['a record that never comes', shows([0, 404]), 'late', MINUTE],
])('ends with %s', async (_what, history, verdict, at) => {
	const waited = await wait({ history, forMs: MINUTE });
	expect(waited.verdict).toBe(verdict);
	expect(waited.at).toBeGreaterThanOrEqual(at);
	expect(waited.at).toBeLessThanOrEqual(MINUTE);
});

it('waits on through answers that fail, and for a record that is not there yet', async () => {
	const history = shows([0, 404], [2_000, 503], [8_000, 'processing'], [9_000, 'ready']);
	expect((await wait({ history, forMs: MINUTE })).verdict).toBe('done');
});

it('gives up at once where the key may not read', async () => {
	const work = wait({ history: shows([0, 404]), forMs: MINUTE, lookMs: 1 });
	await expect(work).resolves.toMatchObject({ verdict: 'late' });
	const refused = waitUntilDone(
		() =>
			Promise.reject(new ViviApiError({ code: 'forbidden', message: '', hint: '', status: 403 })),
		undefined,
		{ forMs: MINUTE, mayBeStale: false },
		{ now: () => 0, sleep: async () => {}, random: () => 0 },
	);
	await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
});

it('does not take the status of before for the end of new work', async () => {
	const history = shows([0, 'ready'], [4_000, 'indexing'], [30_000, 'ready']);
	const { at, verdict } = await wait({ history, forMs: 10 * MINUTE, mayBeStale: true });
	expect(verdict).toBe('done');
	expect(at).toBeGreaterThanOrEqual(30_000);
	// The work is done before anybody can see it.
	const quick = await wait({ history: shows([0, 'ready']), forMs: 10 * MINUTE, mayBeStale: true });
	expect(quick.verdict).toBe('done');
	expect(quick.at).toBeGreaterThanOrEqual(10_000);
});

const BUSY = fc.constantFrom('pending', 'indexing', 'frobnicating');
const random = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const given = fc.record({
	forMs: fc.integer({ min: 1_000, max: 120 * MINUTE }),
	lookMs: fc.integer({ min: 0, max: 5_000 }),
	chances: fc.array(random, { minLength: 1, maxLength: 20 }),
	mayBeStale: fc.boolean(),
	endsAt: fc.integer({ min: 1, max: 150 * MINUTE }),
	end: fc.constantFrom('ready', 'failed'),
	busy: BUSY,
});

it('whatever happens: it ends in time, says what it saw, and looks less and less often', async () =>
	await fc.assert(
		fc.asyncProperty(given, async ({ chances, endsAt, end, busy, ...settings }) => {
			let drawn = 0;
			const chance = () => chances[drawn++ % chances.length]!;
			const history = shows([0, busy], [endsAt, end]);
			const waited = await wait({ history, ...settings, random: chance });
			const { verdict, at, looks, waits } = waited;
			const { forMs, lookMs } = settings;

			// It waits no longer than asked for, except for the last look.
			expect(at).toBeLessThanOrEqual(forMs + lookMs);
			// What it says is what it saw.
			const seenEnd = looks.at(-1)! >= endsAt;
			expect(verdict).toBe(seenEnd ? (end === 'ready' ? 'done' : 'failed') : 'late');
			// It does not miss an end within the time.
			if (endsAt <= forMs) expect(verdict).not.toBe('late');
			// Bounded: a minute takes few looks, two hours some hundreds.
			expect(looks.length).toBeLessThanOrEqual(10 + forMs / 7_500);
			expect(waits.every((ms) => ms >= 0 && ms <= 15_000)).toBe(true);
		}),
	));
