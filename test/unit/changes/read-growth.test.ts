import fc from 'fast-check';

import { MOST_GROWING_LISTS } from '../../../vivi/changes/read-growth';
import type { Watch } from '../../../vivi/changes/watch';
import { serviceFailure } from './fake-account';
import { Watcher } from './watcher';

const at = (second: number) => new Date(Date.UTC(2026, 5, 1, 12, 0, second)).toISOString();

/** Somebody who watches the messages of threads. */
class Reader extends Watcher {
	private messages = 0;
	/** When something happens, in seconds. */
	time = 100;

	/** @param threads that are there, each with a message */
	constructor(threads = 2, more: Partial<Watch> = {}) {
		super();
		this.watch = { events: ['message.created'], workspaces: ['ws_1'], maxEvents: 100, ...more };
		for (let thread = 1; thread <= threads; thread++) {
			this.begin(`t${thread}`);
			this.write(`t${thread}`);
		}
	}

	begin(id: string, more: object = {}): void {
		const moment = at(this.time);
		this.account.insert('thread ws_1', { id, createdAt: moment, updatedAt: moment, ...more });
	}

	/** Adds a message, and a second to the time unless told otherwise. */
	write(thread: string, { role = 'user', seconds = 1 } = {}): string {
		const id = `m${++this.messages}`;
		this.time += seconds;
		const createdAt = at(this.time);
		this.account.insert(`thread ws_1 ${thread}`, { id, role, content: id, createdAt });
		this.account.update('thread ws_1', thread, { updatedAt: createdAt });
		return id;
	}

	async ids(watch?: Partial<Watch>): Promise<string[]> {
		return (await this.poll(watch)).events.map(({ id }) => id);
	}
}

async function reading(threads?: number, more?: Partial<Watch>): Promise<Reader> {
	const reader = new Reader(threads, more);
	expect(await reader.ids()).toEqual([]);
	reader.time += 10;
	return reader;
}

describe('messages of threads', () => {
	it('are reported once, oldest first, with their thread', async () => {
		const reader = await reading();
		const written = [reader.write('t2'), reader.write('t1'), reader.write('t2')];
		const { events } = await reader.poll();
		expect(events.map(({ id }) => id)).toEqual(written);
		expect(events[0]).toMatchObject({
			event: 'message.created',
			resource: 'message',
			workspaceId: 'ws_1',
			threadId: 't2',
			record: { content: written[0] },
		});
		expect(await reader.ids()).toEqual([]);
		reader.restart();
		const next = reader.write('t1');
		expect(await reader.ids()).toEqual([next]);
	});

	it('are not read of threads that are as they were', async () => {
		const reader = await reading(30);
		const before = reader.account.requests;
		reader.write('t7');
		await reader.poll();
		// The pages of the list of threads, and the messages of one.
		const all = reader.account.requests - before;
		await reader.poll();
		expect(all).toBeLessThan(reader.account.requests - before);
		expect(2 * all - (reader.account.requests - before)).toBeLessThanOrEqual(2);
	});

	it('of more threads than one poll reads are reported in several', async () => {
		const reader = await reading(MOST_GROWING_LISTS + 5, { maxEvents: 1000 });
		const written = Array.from({ length: MOST_GROWING_LISTS + 5 }, (_, n) =>
			reader.write(`t${n + 1}`),
		);
		const first = await reader.poll();
		expect(first.events).toHaveLength(MOST_GROWING_LISTS);
		expect(first.unfinished).toBe(true);
		expect(await reader.ids()).toEqual(written.slice(MOST_GROWING_LISTS));
	});

	it('of other agents and senders are not read or not reported, also not later', async () => {
		const filter = { agentIds: ['a'], sender: 'person' } as const;
		const reader = new Reader(0, { filter });
		for (const id of ['a', 'b']) reader.begin(`of ${id}`, { agentId: id });
		await reader.poll();
		reader.time += 10;
		const wanted = reader.write('of a');
		reader.write('of a', { role: 'assistant' });
		reader.write('of b');
		expect(await reader.ids()).toEqual([wanted]);
		expect(await reader.ids({ filter: {} })).toEqual([]);
		const next = [reader.write('of b'), reader.write('of a', { role: 'assistant' })];
		expect(await reader.ids()).toEqual(next);
	});

	it('without a time are an error that says so, and so are threads without one', async () => {
		const reader = await reading();
		reader.account.insert('thread ws_1 t1', { id: 'timeless' });
		reader.account.insert('thread ws_1', { id: 't9', updatedAt: at(900) });
		reader.account.insert('thread ws_1 t9', { id: 'timeless too' });
		expect((await reader.poll()).failure).toMatchObject({ code: 'no_time' });

		const timeless = new Reader(0);
		timeless.account.insert('thread ws_1', { id: 't', title: 'No time at all' });
		expect((await timeless.poll()).failure).toMatchObject({
			code: 'no_time',
			message: expect.stringContaining('threads without the time they were changed') as string,
		});
	});

	it.each([
		[
			'the time of the last message',
			(createdAt: string) => ({ updatedAt: null, lastMessageAt: createdAt }),
		],
		[
			'how many there are',
			(_: string, messageCount: number) => ({ updatedAt: null, messageCount }),
		],
	])('of before are not reported where threads only tell %s', async (_what, telling) => {
		const reader = new Reader(0);
		const write = (thread: string, seconds = 1): string => {
			const id = reader.write(thread, { seconds });
			const count = reader.account.records(`thread ws_1 ${thread}`).length;
			reader.account.update('thread ws_1', thread, telling(at(reader.time), count));
			return id;
		};
		reader.begin('t1');
		write('t1');
		write('t1', 500);
		reader.waited = Date.parse(at(reader.time));
		expect(await reader.ids()).toEqual([]);
		reader.time += 10;
		const next = write('t1');
		expect(await reader.ids()).toEqual([next]);
	});

	it('of which none holds a time are an error that says so, in a thread that is known too', async () => {
		const reader = new Reader(0);
		const write = (id: string) => {
			reader.account.insert('thread ws_1 t1', { id, content: id });
			reader.account.update('thread ws_1', 't1', { updatedAt: at((reader.time += 10)) });
		};
		reader.begin('t1');
		write('m1');
		expect((await reader.poll()).failure).toBeUndefined();
		write('m2');
		expect((await reader.poll()).failure).toMatchObject({ code: 'no_time' });
	});

	it('of a thread that is deleted meanwhile are left, without harm to the others', async () => {
		const reader = await reading(3);
		reader.write('t1');
		const kept = reader.write('t2');
		const { account } = reader;
		const from = account.requests;
		account.onRequest = (request) => {
			if (request === from + 1) account.remove('thread ws_1', 't1');
		};
		const { events, failure } = await reader.poll();
		expect([events.map(({ id }) => id), failure]).toEqual([[kept], undefined]);
		account.onRequest = () => {};
		const next = reader.write('t3');
		expect(await reader.ids()).toEqual([next]);
	});

	it('take no more room in the state than their threads', async () => {
		const reader = await reading(50);
		for (let round = 0; round < 20; round++) {
			for (let thread = 1; thread <= 50; thread++) reader.write(`t${thread}`);
			await reader.poll({ maxEvents: 10_000 });
		}
		const size = JSON.stringify(reader.state).length;
		expect(size / 50).toBeLessThan(64);
	});

	it('are reported exactly once, in the order of each thread, whatever happens between polls', async () => {
		const deed = fc.record({
			thread: fc.integer({ min: 1, max: 4 }),
			seconds: fc.constantFrom(0, 1, 5),
			poll: fc.boolean(),
			restart: fc.boolean(),
			fails: fc.option(fc.nat(3), { nil: undefined }),
		});
		await fc.assert(
			fc.asyncProperty(
				fc.array(deed, { maxLength: 25 }),
				fc.integer({ min: 1, max: 5 }),
				async (deeds, maxEvents) => {
					const reader = await reading(2, { maxEvents });
					const written: string[] = [];
					const told: string[] = [];
					for (const { thread, seconds, poll, restart, fails } of deeds) {
						const name = `t${thread}`;
						const isThere = reader.account.records('thread ws_1').some(({ id }) => id === name);
						if (!isThere) reader.begin(name);
						written.push(reader.write(name, { seconds }));
						reader.account.update('thread ws_1', name, { messageCount: written.length });
						if (restart) reader.restart();
						const from = reader.account.requests;
						reader.account.onRequest = (request) => {
							if (fails !== undefined && request === from + fails) throw serviceFailure();
						};
						if (poll) told.push(...(await reader.ids()));
					}
					reader.account.onRequest = () => {};
					for (let left = 0; left <= written.length; left++) told.push(...(await reader.ids()));
					expect([...told].sort()).toEqual([...written].sort());
				},
			),
			{ numRuns: 200 },
		);
	});
});
