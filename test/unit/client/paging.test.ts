import fc from 'fast-check';
import { ListReading, PAGE_SIZE, type PagingOptions } from '../../../vivi/client/list-reading';
import type { JsonObject, JsonValue } from '../../../vivi/http/json';
import { mayBeFull } from '../../../vivi/client/known-end';
import { KnownLists, type ListFacts } from '../../../vivi/client/known-lists';
import { FakeList, GUARDED_STYLES, refused, SILENT_STYLES, STYLES, type Style } from './fake-list';

const shape = { plural: 'Agents', idField: 'agentId' };
const start = (limit: number) => `https://api.vivi.bot/agents?limit=${limit}`;

const base = new URL('https://api.vivi.bot');

type Given = Omit<PagingOptions, 'shape' | 'base'>;

async function readAll(options: Given) {
	const records: JsonObject[] = [];
	const list = new ListReading({ ...options, base, shape });
	for await (const page of list) {
		expect(page.length).toBeGreaterThan(0);
		records.push(...page);
	}
	return { records, end: list.end };
}
const collect = async (options: Given) => (await readAll(options)).records;
const idsOf = (records: JsonObject[]) => records.map(({ id }) => id as string);

/** Answers with these bodies, one after the other, the last one for ever. */
function script(...bodies: JsonValue[]) {
	const asked: string[] = [];
	const fetchPage = async (url: string) => {
		asked.push(url);
		return { headers: {}, body: bodies[Math.min(asked.length, bodies.length) - 1]! };
	};
	return { asked, fetchPage };
}

const anyStyle = fc.constantFrom<Style[]>(...STYLES, ...SILENT_STYLES);

describe('a list that stands still', () => {
	it('comes whole and in order, in every style and at every page border', () =>
		fc.assert(
			fc.asyncProperty(
				anyStyle,
				fc.nat(60),
				fc.integer({ min: 1, max: 20 }),
				fc.integer({ min: 1, max: 25 }),
				async (style, size, pageSize, maxLimit) => {
					const list = new FakeList(style, size, maxLimit);
					const records = await collect({ url: start(pageSize), fetchPage: list.fetchPage });
					expect(idsOf(records)).toEqual(list.ids());
				},
			),
			{ numRuns: 500 },
		));

	it('stops exactly at the limit and asks for no page it does not need', () =>
		fc.assert(
			fc.asyncProperty(
				anyStyle,
				fc.nat(60),
				fc.integer({ min: 1, max: 12 }),
				fc.nat(70),
				async (style, size, pageSize, limit) => {
					const list = new FakeList(style, size, pageSize);
					const url = start(Math.min(limit, PAGE_SIZE));
					const records = await collect({ url, fetchPage: list.fetchPage, limit });
					expect(idsOf(records)).toEqual(list.ids().slice(0, limit));
					const perPage = Math.max(1, Math.min(limit, pageSize));
					const needed = Math.ceil(Math.min(limit, Math.max(size, 1)) / perPage);
					// When the list ends first, overlapping pages may need one more than the bare count.
					const isSilent = (SILENT_STYLES as readonly Style[]).includes(style);
					if (limit <= size && !isSilent) expect(list.asked).toHaveLength(needed);
				},
			),
			{ numRuns: 500 },
		));

	it('takes no more than the limit from a service that ignores it', async () => {
		const { fetchPage } = script([...Array(500).keys()].map((id) => ({ id })));
		expect(await collect({ url: start(7), fetchPage, limit: 7 })).toHaveLength(7);
	});
});

/** Reads a list of a fake service; what its end was, and the requests that it took. */
async function read(list: FakeList, facts?: ListFacts, more: Partial<PagingOptions> = {}) {
	const before = list.asked.length;
	const { records, end } = await readAll({
		url: start(100),
		fetchPage: list.fetchPage,
		...(facts && { facts }),
		...more,
	});
	return { ids: idsOf(records), end, requests: list.asked.length - before };
}

describe('a list that does not say how it goes on', () => {
	const silent = fc.constantFrom(...SILENT_STYLES);

	it('comes whole all the same, and again in later readings, whatever happened in between', () =>
		fc.assert(
			fc.asyncProperty(
				silent,
				fc.integer({ min: 2, max: 25 }).filter((cap) => mayBeFull(cap)),
				fc.constantFrom(Infinity, 99),
				fc.array(fc.record({ size: fc.nat(60), doubt: fc.boolean() }), {
					minLength: 1,
					maxLength: 5,
				}),
				async (style, cap, refusedLimit, readings) => {
					const list = new FakeList(style, 0, cap, () => {}, refusedLimit);
					const facts = { fullest: 0 };
					for (const { size, doubt } of readings) {
						while (list.ids().length > size) list.remove(0);
						while (list.ids().length < size) list.insert(0);
						const { ids, end } = await read(list, facts, { doubt });
						// Some give the first page again whatever is asked, like lists without pages.
						const lookUnpaged = /npaged|clamped|pagedOff/.test(style) && mayBeFull(ids.length);
						if (lookUnpaged && end === 'unknown') continue;
						expect(ids).toEqual(list.ids());
						expect(end).toMatch(/stated|asked/);
					}
				},
			),
			{ numRuns: 400 },
		));

	it('is never taken for whole when it cannot be asked and may hold more', () =>
		fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 2, max: 100 }).filter((cap) => mayBeFull(cap)),
				fc.array(fc.record({ size: fc.nat(220), doubt: fc.boolean() }), {
					minLength: 1,
					maxLength: 6,
				}),
				async (cap, readings) => {
					const list = new FakeList('window', 0, cap);
					const facts = { fullest: 0 };
					for (const { size, doubt } of readings) {
						while (list.ids().length > size) list.remove(0);
						while (list.ids().length < size) list.insert(0);
						const { ids, end } = await read(list, facts, { doubt });
						expect(ids).toEqual(list.ids().slice(0, cap));
						if (size > cap) expect(end).toBe('unknown');
						// Once a fuller page was seen, one that is not full is the last.
						if (size < cap && facts.fullest === cap) expect(end).toBe('asked');
					}
				},
			),
			{ numRuns: 300 },
		));

	it.each<[Style, number, number[]]>([
		// size of the page, and the requests of the first, second and third reading
		// Names a cursor when more follows, and says nothing otherwise.
		['pageToken', 37, [2, 1, 1]],
		['link', 20, [2, 1, 1]],
		['bareOffset', 37, [3, 1, 1]],
		['bareOffset', 20, [3, 2, 2]],
		['strictOffset', 37, [3, 1, 1]],
		['barePage', 37, [6, 1, 1]],
		['barePage', 20, [6, 2, 2]],
		['strictPage', 20, [5, 2, 2]],
		['unpaged', 37, [6, 1, 1]],
		['unpaged', 20, [6, 1, 1]],
		['strictUnpaged', 37, [5, 1, 1]],
		['totalHeaderOffset', 20, [1, 1, 1]],
		['contentRange', 20, [1, 1, 1]],
	])('%s of %d records costs its questions once', async (style, size, requests) => {
		const list = new FakeList(style, size);
		const facts = { fullest: 0 };
		const taken = [];
		for (const _ of requests) taken.push((await read(list, facts)).requests);
		expect(taken).toEqual(requests);
	});

	it('costs nothing once a fuller page of such a list was seen', async () => {
		const facts = { fullest: 0 };
		await read(new FakeList('bareOffset', 45, 20), facts);
		const other = await read(new FakeList('bareOffset', 19, 20), facts);
		expect(other).toMatchObject({ end: 'asked', requests: 1 });
		const full = await read(new FakeList('bareOffset', 20, 20), facts);
		expect(full).toMatchObject({ end: 'asked', requests: 2 });
	});

	it('is asked for no more than is wanted', async () => {
		const list = new FakeList('bareOffset', 30, 20);
		const wanted = await read(list, undefined, { url: start(5), limit: 5 });
		expect(wanted).toMatchObject({ requests: 1, end: undefined });
		// A service may give fewer than are wanted at once.
		expect((await read(list, undefined, { limit: 25 })).ids).toHaveLength(25);
	});

	it('is asked for nothing after a first page without a record', async () => {
		expect(await read(new FakeList('bareOffset', 0))).toMatchObject({ requests: 1, end: 'asked' });
	});

	it.each([401, 403, 429, 503])('fails when the question is answered with %d', async (status) => {
		const list = new FakeList('bareOffset', 3, 100, () => {
			throw refused(status);
		});
		await expect(read(list)).rejects.toMatchObject({ status });
	});

	it('says that there may be more when records have no ID and repeat', async () => {
		const { fetchPage } = script([...Array(20).keys()].map((n) => ({ n })));
		const { records, end } = await readAll({ url: start(100), fetchPage });
		expect([records.length, end]).toEqual([20, 'unknown']);
	});

	it('that has no total but an empty page before it is reached is not at its end', async () => {
		const { fetchPage } = script({ data: [], total: 5 });
		expect((await readAll({ url: start(100), fetchPage })).end).toBe('unknown');
	});
});

describe('a service that refuses to be told how many', () => {
	it('is asked without a number, and remembered', async () => {
		const list = new FakeList('nextCursor', 45, 100, () => {}, 99);
		const facts = new KnownLists().of('agents');
		const first = await read(list, facts);
		expect(first).toMatchObject({ ids: list.ids(), end: 'stated', requests: 4 });
		expect(await read(list, facts)).toMatchObject({ ids: list.ids(), requests: 3 });
	});

	it.each([
		[100, 1],
		[50, 1],
		[101, 2],
	])('is not asked again for a number that it has taken: 100, then %d', async (limit, requests) => {
		const facts = new KnownLists().of('agents');
		await read(new FakeList('bareOffset', 3), facts);
		let n = 0;
		const fetchPage = async () => {
			throw refused(n++ === 0 ? 422 : 400);
		};
		const reading = collect({ url: start(limit), fetchPage, facts });
		await expect(reading).rejects.toMatchObject({ status: 422 });
		expect(n).toBe(requests);
	});

	it('keeps its first answer when it refuses the other request as well', async () => {
		let n = 0;
		const fetchPage = async () => {
			throw refused(n++ === 0 ? 422 : 400);
		};
		await expect(collect({ url: start(100), fetchPage })).rejects.toMatchObject({ status: 422 });
		expect(n).toBe(2);
	});
});

it('a list without an end is not read for ever', async () => {
	let n = 0;
	const fetchPage = async () => ({ headers: {}, body: { data: [{ n }], nextCursor: `c${n++}` } });
	const reading = collect({ url: start(1), fetchPage, maxRequests: 30 });
	await expect(reading).rejects.toMatchObject({
		code: 'list_too_long',
		message: expect.stringContaining('30 requests') as string,
	});
	expect(n).toBe(30);
});

describe('a list that changes while it is read', () => {
	it.each([0, 1])(
		'is not misjudged for one of two records (%i) that went meanwhile',
		async (at) => {
			const facts: ListFacts = { fullest: 0 };
			// The list says when more follows, and says nothing at its end.
			const list = new FakeList('link', 2, 2, (it) => it.asked.length === 1 && it.remove(at));
			const again = async () => await read(list, facts);
			await again();
			list.insert(1);
			expect(await again()).toMatchObject({ ids: list.ids(), end: 'stated' });
		},
	);

	const sizes = fc.record({
		style: fc.constantFrom<Style[]>(...STYLES, ...GUARDED_STYLES),
		size: fc.nat(60),
		pageSize: fc.integer({ min: 2, max: 20 }),
	});
	/** For each page: where, as a share of the list, and how many records. */
	const changes = (max: number) =>
		fc.array(
			fc.array(
				fc.record({
					at: fc.double({ min: 0, max: 1, noNaN: true }),
					count: fc.integer({ min: 1, max }),
				}),
				{ maxLength: 3 },
			),
			{ maxLength: 8 },
		);
	const place = (list: FakeList, at: number) => Math.floor(at * list.ids().length);

	it('loses and repeats nothing when records are put in', () =>
		fc.assert(
			fc.asyncProperty(sizes, changes(5), async ({ style, size, pageSize }, plan) => {
				const queue = [...plan];
				// A page of new records at each step (which may take two requests) cannot be told from a
				// circle, unless a total grows.
				const offsets = /offset|^total|^content/i.test(style);
				const most = offsets ? Math.floor((pageSize - 1) / 2) : Infinity;
				const list = new FakeList(style, size, 100, (self) => {
					let inserted = 0;
					for (const { at, count } of queue.shift() ?? []) {
						for (let n = 0; n < count && inserted++ < most; n++) self.insert(place(self, at));
					}
				});
				const there = list.ids();
				const ids = idsOf(await collect({ url: start(pageSize), fetchPage: list.fetchPage }));
				expect(new Set(ids).size).toBe(ids.length);
				expect(ids).toEqual(expect.arrayContaining(there));
			}),
			{ numRuns: 300 },
		));

	it('loses and repeats nothing when records are deleted', () =>
		fc.assert(
			fc.asyncProperty(sizes, changes(8), async ({ style, size, pageSize }, plan) => {
				const queue = [...plan];
				const list = new FakeList(style, size, 100, (self) => {
					for (const { at, count } of queue.shift() ?? []) self.remove(place(self, at), count);
				});
				const ids = idsOf(await collect({ url: start(pageSize), fetchPage: list.fetchPage }));
				expect(new Set(ids).size).toBe(ids.length);
				expect(ids).toEqual(expect.arrayContaining(list.ids()));
			}),
			{ numRuns: 300 },
		));

	it('is read from its first page again when so much is deleted, though that page has no number', async () => {
		const list = new FakeList('totalHeaderPage', 6, 100, (self) => {
			// The second page has come, and whether the first one is 0 or 1 was asked as well.
			const isSecondDone = /page=1$/.test(self.asked.at(-1)!);
			if (isSecondDone && self.ids().length === 6) self.remove(0, 3);
		});
		const ids = idsOf(await collect({ url: start(2), fetchPage: list.fetchPage }));
		expect(ids).toEqual(expect.arrayContaining(list.ids()));
		expect(list.ids()).toHaveLength(3);
	});

	it('passes over both at once with cursors and with offsets', () =>
		fc.assert(
			fc.asyncProperty(
				fc.constantFrom('nextCursor' as const, 'link' as const, 'offset' as const),
				fc.nat(60),
				fc.integer({ min: 4, max: 20 }),
				changes(1),
				async (style, size, pageSize, plan) => {
					const queue = [...plan];
					const list = new FakeList(style, size, 100, (self) => {
						for (const [n, { at }] of (queue.shift() ?? []).entries()) {
							if (n % 2 === 0) self.remove(place(self, at));
							// A list that is sorted by age gets new records at its end.
							else self.insert(self.ids().length);
						}
					});
					const there = new Set(list.ids());
					const ids = idsOf(await collect({ url: start(pageSize), fetchPage: list.fetchPage }));
					expect(new Set(ids).size).toBe(ids.length);
					const stayed = list.ids().filter((id) => there.has(id));
					expect(ids).toEqual(expect.arrayContaining(stayed));
				},
			),
			{ numRuns: 300 },
		));
});

describe('a list that leads in a circle', () => {
	const one = [{ id: '1' }, { id: '2' }];
	const two = [{ id: '3' }, { id: '4' }];

	it.each<[string, JsonValue[], number]>([
		[
			'the same cursor again',
			[
				{ data: one, nextCursor: 'a' },
				{ data: two, nextCursor: 'a' },
			],
			2,
		],
		[
			'an address from before',
			[
				{ data: one, next: '?p=2' },
				{ data: two, next: '?limit=2' },
			],
			2,
		],
		['the same page at every offset', [{ data: one, hasMore: true }], 5],
		['the same page under every number', [{ data: one, page: 1, totalPages: 9 }], 2],
		['the same page as the last', [{ data: one, next: '?p=2' }, { data: one }], 2],
		[
			'the same page without IDs',
			[
				{ data: [{ a: 1 }], nextCursor: 'a' },
				{ data: [{ a: 1 }], nextCursor: 'b' },
			],
			2,
		],
		['a total that never comes', [{ data: one, total: 9 }], 5],
	])('says so: %s', async (_, bodies, requests) => {
		const { asked, fetchPage } = script(...bodies);
		const limited = { url: 'https://api.vivi.bot/agents?limit=2', fetchPage };
		await expect(collect(limited)).rejects.toMatchObject({
			code: 'paging_loop',
			message: expect.stringContaining('repeats itself'),
		});
		expect(asked.length).toBeLessThanOrEqual(requests);
	});

	it('does not follow ever new cursors to empty pages for ever', async () => {
		let n = 0;
		const fetchPage = async () => ({ headers: {}, body: { data: [], nextCursor: `c${n++}` } });
		await expect(collect({ url: start(2), fetchPage })).rejects.toThrow(/repeats itself/);
	});

	it('does not go back for ever when the total goes up and down', async () => {
		let n = 0;
		const fetchPage = async (url: string) => ({
			headers: {},
			body: url.includes('cursor')
				? { data: two, total: 4 + (n++ % 2) }
				: { data: one, total: 9, nextCursor: 'a' },
		});
		expect(await collect({ url: start(2), fetchPage })).toHaveLength(4);
	});

	it('hands over what came before it says so', async () => {
		const { fetchPage } = script({ data: one, nextCursor: 'a' }, { data: two, nextCursor: 'a' });
		const list = new ListReading({ url: start(2), fetchPage, base, shape });
		const pages = list[Symbol.asyncIterator]();
		expect((await pages.next()).value).toEqual(one);
		expect((await pages.next()).value).toEqual(two);
		await expect(pages.next()).rejects.toThrow(/after 4 records/);
	});
});

it('comes to an end and repeats no record, whatever the service answers', async () => {
	const record = fc.record({ id: fc.constantFrom('1', '2', '3', '4', '5', '6') });
	const info = fc.record(
		{
			nextCursor: fc.constantFrom('a', 'b', '*'),
			next: fc.constantFrom('?p=1', '?p=2', null),
			hasMore: fc.boolean(),
			total: fc.nat(9),
			page: fc.nat(3),
			totalPages: fc.nat(4),
			offset: fc.nat(4),
		},
		{ requiredKeys: [] },
	);
	const page = fc.tuple(fc.array(record, { maxLength: 3 }), info);
	await fc.assert(
		fc.asyncProperty(fc.array(page, { minLength: 1, maxLength: 5 }), async (pages) => {
			let asked = 0;
			const fetchPage = async () => {
				const [data, more] = pages[asked++ % pages.length]!;
				// A cursor that is never the same.
				const nextCursor = more.nextCursor === '*' ? `c${asked}` : more.nextCursor;
				return { headers: {}, body: JSON.parse(JSON.stringify({ data, ...more, nextCursor })) };
			};
			const seen: string[] = [];
			try {
				for await (const records of new ListReading({ url: start(2), fetchPage, base, shape })) {
					seen.push(...idsOf(records));
				}
			} catch (error) {
				expect(error).toMatchObject({ code: 'paging_loop' });
			}
			expect(new Set(seen).size).toBe(seen.length);
			expect(asked).toBeLessThan(3000);
		}),
		{ numRuns: 200 },
	);
});

it('understands a service that only knows offsets of whole pages', async () => {
	const all = [...Array(10).keys()].map((id) => ({ id }));
	const fetchPage = async (url: string) => {
		const from = Math.floor(Number(new URL(url).searchParams.get('offset') ?? 0) / 3) * 3;
		return { headers: {}, body: { data: all.slice(from, from + 3), hasMore: from + 3 < 10 } };
	};
	expect(await collect({ url: start(3), fetchPage })).toEqual(all);
});

it('lets records without an ID pass', async () => {
	const { fetchPage } = script({ data: [{ a: 1 }, { a: 1 }], nextCursor: 'x' }, [
		{ a: 1 },
		{ b: 2 },
	]);
	expect(await collect({ url: start(2), fetchPage })).toHaveLength(4);
});

it('goes on over an empty page', async () => {
	const { fetchPage } = script(
		{ data: [{ id: 1 }], nextCursor: 'a' },
		{ data: [], nextCursor: 'b' },
		{ data: [{ id: 2 }] },
	);
	expect(await collect({ url: start(1), fetchPage })).toHaveLength(2);
});
