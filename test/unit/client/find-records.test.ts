import fc from 'fast-check';

import { agent } from '../../../vivi/catalogue/agent';
import { thread } from '../../../vivi/catalogue/thread';
import type { Resource } from '../../../vivi/catalogue/types';
import { user } from '../../../vivi/catalogue/user';
import { findChoices } from '../../../vivi/client/choices';
import { findById, findByText, findListed, MOST_IN_VAIN } from '../../../vivi/client/find-records';
import type { JsonObject, JsonValue } from '../../../vivi/http/json';
import { clientOf } from '../../support/client-of';

const ids = { workspaceId: 'ws' };

/** What a service may make of `search`. */
const SEARCHES = {
	names: (record: JsonObject, text: string) => String(record['name']).toLowerCase().includes(text),
	'beginnings of names': (record: JsonObject, text: string) =>
		String(record['name']).toLowerCase().startsWith(text),
	'all texts': (record: JsonObject, text: string) =>
		Object.values(record).some((value) => String(value).toLowerCase().includes(text)),
	nothing: () => true,
	'another parameter': () => false,
};
type SearchesIn = keyof typeof SEARCHES;

interface Service {
	records: readonly JsonObject[];
	searchesIn?: SearchesIn;
	/** Whether single records have an address of their own. */
	hasRecords?: boolean;
	/** Answers in place of the service, where it gives anything. */
	instead?: (url: URL) => { status: number; body: JsonValue } | undefined;
}

function serviceOf({ records, searchesIn = 'names', hasRecords = true, instead }: Service) {
	const asked: URL[] = [];
	const client = clientOf(async ({ url: address }) => {
		const url = new URL(address);
		asked.push(url);
		const respond = (status: number, body: JsonValue) => ({
			...{ status, headers: {}, body: JSON.stringify(body) },
		});
		const other = instead?.(url);
		if (other) return respond(other.status, other.body);
		const id = /\/(?:users|agents)\/([^/?]+)/.exec(url.pathname)?.[1];
		if (id !== undefined) {
			const record = hasRecords ? records.find((one) => one['id'] === id) : undefined;
			return record ? respond(200, record) : respond(404, {});
		}
		const text = url.searchParams.get('search')?.toLowerCase();
		const found = text ? records.filter((one) => SEARCHES[searchesIn](one, text)) : records;
		const at = Number(url.searchParams.get('cursor') ?? 0);
		const next = at + Number(url.searchParams.get('limit'));
		const data = found.slice(at, next);
		return respond(200, { data, nextCursor: next < found.length ? String(next) : null });
	});
	return { client, asked };
}

const texts = fc.constantFrom('ada', 'ada@x.org', 'bob', 'bob@x.org', 'x.org', 'eve');
const searchesIn = fc.constantFrom(...(Object.keys(SEARCHES) as SearchesIn[]));
const users = fc
	.array(fc.record({ name: texts, email: texts, role: fc.constantFrom('chatUser', 'ada') }), {
		maxLength: 8,
	})
	.map((all) => all.map((one, at) => ({ id: `u${at}`, ...one })));
const isCalled = (text: string) => (one: { name: string; email: string }) =>
	[one.name, one.email].includes(text);
const holds = (text: string) => (one: { name: string; email: string }) =>
	[one.name, one.email].some((title) => title.includes(text));
const idsIn = (records: readonly JsonObject[]) => records.map(({ id }) => String(id));

describe('findByText', () => {
	it('finds a record by each of its titles, whatever VIVI searches in', async () => {
		await fc.assert(
			fc.asyncProperty(users, texts, searchesIn, async (records, text, where) => {
				const { client } = serviceOf({ records, searchesIn: where });
				const { records: found } = await findByText(client, user, { ids, text, exact: true });
				const wanted = idsIn(records.filter(isCalled(text)));

				expect(found.length > 0).toBe(wanted.length > 0);
				expect(idsIn(found).filter((id) => !wanted.includes(id))).toEqual([]);
			}),
		);
	});

	it('finds every record with a title that contains the text, each once', async () => {
		await fc.assert(
			fc.asyncProperty(users, texts, searchesIn, async (records, text, where) => {
				const { client } = serviceOf({ records, searchesIn: where });
				const { records: found } = await findByText(client, user, { ids, text, exact: false });

				expect(idsIn(found)).toEqual(expect.arrayContaining(idsIn(records.filter(holds(text)))));
				expect(new Set(idsIn(found)).size).toBe(found.length);
			}),
		);
	});

	it('does not read the list where VIVI found what was searched for', async () => {
		const { client, asked } = serviceOf({ records: [{ id: 'a', name: 'Ada' }] });

		await findByText(client, user, { ids, text: 'ada', exact: true });
		await findByText(client, agent, { ids, text: 'ada', exact: false });

		expect(asked.filter((url) => !url.searchParams.has('search'))).toEqual([]);
	});

	it('hands over as many as are wanted', async () => {
		const records = Array.from({ length: 9 }, (_, at) => ({ id: `u${at}`, name: 'Ada' }));
		const { client } = serviceOf({ records });

		const { records: found } = await findByText(client, user, {
			...{ ids, text: 'ada', exact: false, limit: 3 },
		});

		expect(idsIn(found)).toEqual(['u0', 'u1', 'u2']);
	});

	const records = [{ id: 'a', name: 'Ada' }];
	const search = { ids, text: 'ada', exact: true };

	it.each([400, 404, 405, 414, 422, 431, 501])(
		'looks through the list where VIVI answers %d to a search',
		async (status) => {
			const refused = (url: URL) => url.searchParams.has('search');
			const { client } = serviceOf({
				records,
				instead: (url) => (refused(url) ? { status, body: { message: 'No' } } : undefined),
			});

			expect((await findByText(client, agent, search)).records).toEqual(records);
		},
	);

	it.each([401, 403, 429, 500])('passes on what %d says to a search', async (status) => {
		const { client } = serviceOf({ records, instead: () => ({ status, body: {} }) });

		await expect(findByText(client, agent, search)).rejects.toMatchObject({ status });
	});

	it('asks for no text that is too long for an address', async () => {
		const text = 'x'.repeat(1_000_000);
		const { client, asked } = serviceOf({ records: [{ id: 'long', name: text }] });

		const { records: found } = await findByText(client, agent, { ids, text, exact: true });

		expect(idsIn(found)).toEqual(['long']);
		expect(Math.max(...asked.map(({ href }) => href.length))).toBeLessThan(1000);
	});

	it('overlooks signs that nobody sees, in the text and in titles', async () => {
		const { client } = serviceOf({ records: [{ id: 'a', name: '\u200bAda\ufeff' }] });

		expect((await findByText(client, agent, search)).records).toHaveLength(1);
	});
});

describe('a list that does not say where it ends', () => {
	const records = Array.from({ length: 100 }, (_, at) => ({ id: `u${at}`, name: `No. ${at}` }));
	const missing = (url: URL) => url.pathname.endsWith('/agents/z');
	const { client } = serviceOf({
		records,
		// The same hundred, whatever is asked for.
		instead: (url) => (missing(url) ? { status: 404, body: {} } : { status: 200, body: records }),
	});

	it('is no reason to say that there is no such record', async () => {
		await expect(
			findByText(client, agent, { ids, text: 'zoe', exact: true }),
		).rejects.toMatchObject({ code: 'search_unfinished' });
		await expect(findById(client, agent, { ...ids, agentId: 'z' })).rejects.toMatchObject({
			code: 'search_unfinished',
		});
	});

	it('is said beside what was found', async () => {
		const search = { ids, text: 'no. 7', exact: false };
		const { records: found, whole } = await findByText(client, agent, search);

		expect([found.length, whole]).toEqual([11, false]);
	});
});

/** More records than are looked through; the last one is `last`. */
const many = (last: JsonObject) => [
	...Array.from({ length: MOST_IN_VAIN + 200 }, (_, at) => ({ id: `u${at}`, name: `No. ${at}` })),
	last,
];

describe('a list that is too long to be looked through', () => {
	const records = many({ id: 'z', name: 'Zoe', email: 'zoe@x.org' });

	it('says so rather than that there is no such record', async () => {
		const { client } = serviceOf({ records, hasRecords: false });
		const text = 'zoe@x.org';

		await expect(findByText(client, user, { ids, text, exact: true })).rejects.toMatchObject({
			code: 'search_unfinished',
			message: expect.stringContaining('"zoe@x.org"') as string,
		});
		await expect(findById(client, agent, { ...ids, agentId: 'z' })).rejects.toMatchObject({
			code: 'search_unfinished',
		});
	});

	it('says that there may be more than what was found', async () => {
		const { client } = serviceOf({ records });
		const { records: found, whole } = await findByText(client, user, {
			...{ ids, text: 'zoe', exact: false },
		});

		expect([idsIn(found), whole]).toEqual([['z'], false]);
	});
});

describe('findById', () => {
	const records = [{ id: 'a', name: 'Ada' }];

	it.each([true, false])(
		'finds a record where single ones have an address (%s)',
		async (hasRecords) => {
			const { client } = serviceOf({ records, hasRecords });

			expect(await findById(client, agent, { ...ids, agentId: 'a' })).toEqual(records[0]);
			expect(await findById(client, agent, { ...ids, agentId: 'b' })).toBeUndefined();
		},
	);

	const answers: Array<[number, JsonValue]> = [
		[200, null],
		[200, {}],
		[200, []],
		[200, { data: null }],
		[200, { agent: null }],
		[200, { data: [] }],
		[200, { success: false, message: 'There is no such agent' }],
		[400, { message: 'This is no UUID' }],
		[410, {}],
		[422, {}],
	];
	it.each(answers)('takes %d %j for no record, and looks into the list', async (status, body) => {
		const isOne = (url: URL) => /\/agents\/[ab]$/.test(url.pathname);
		const { client } = serviceOf({
			records,
			instead: (url) => (isOne(url) ? { status, body } : undefined),
		});

		expect(await findById(client, agent, { ...ids, agentId: 'a' })).toEqual(records[0]);
		expect(await findById(client, agent, { ...ids, agentId: 'b' })).toBeUndefined();
	});
});

describe('findListed', () => {
	const operation = thread.operations.getMessages;
	const messages = async (listed: JsonValue) => {
		const { client } = serviceOf({
			records: [],
			instead: ({ pathname }) =>
				pathname.endsWith('/threads') && listed !== null
					? { status: 200, body: listed }
					: { status: 404, body: {} },
		});
		const place = { ...ids, threadId: 't' };
		return await findListed(client, thread, place, async () => {
			for await (const page of client.list(thread, operation, { ids: place })) return page;
			return [];
		});
	};

	it('gives nothing of a record that is gone', async () => {
		expect(await messages({ data: [{ id: 'other' }], nextCursor: null })).toEqual([]);
	});

	it.each([
		['is there', { data: [{ id: 't' }], nextCursor: null }],
		['cannot be looked for', null],
		['may be further down', Array.from({ length: 100 }, (_, at) => ({ id: `t${at}` }))],
	])('says that the address may be another one where the record %s', async (_case, listed) => {
		await expect(messages(listed)).rejects.toMatchObject({
			status: 404,
			hint: expect.stringContaining('it is assumed') as string,
		});
	});
});

describe('findChoices', () => {
	const labels = async (resource: Resource, service: Service, search: string) =>
		(await findChoices(serviceOf(service).client, resource, { ids, search })).choices.map(
			({ label }) => label,
		);

	it('shows a record by each of its titles and by its ID, whatever VIVI searches in', async () => {
		await fc.assert(
			fc.asyncProperty(users, fc.nat(), searchesIn, async (records, pick, where) => {
				fc.pre(records.length > 0);
				const { id, name, email } = records[pick % records.length]!;
				const isOne = (text: string) => records.some(holds(text)) || text === id;
				for (const search of [id, email, name].filter(isOne)) {
					const shown = await labels(user, { records, searchesIn: where }, search);
					expect(shown.length).toBeGreaterThan(0);
				}
			}),
		);
	});

	it('shows titles as short lines, and IDs where they show nothing', async () => {
		const records = [
			{ id: 'long', name: 'N'.repeat(100_000) },
			{ id: 'blank', name: '\u200b' },
			{ id: 'lines', name: 'A\u202e\nB' },
		];
		const [long, ...others] = await labels(agent, { records }, '');

		expect(long).toBe(`${'N'.repeat(99)}…`);
		expect(others).toEqual(['blank', 'A B']);
	});

	it('shows what matches and nothing else', async () => {
		const records = [
			{ id: 'a', name: 'Ada', email: 'ada@x.org' },
			{ id: 'b', name: 'Bob', email: 'bob@x.org' },
		];
		for (const where of Object.keys(SEARCHES) as SearchesIn[]) {
			expect(await labels(user, { records, searchesIn: where }, 'bob@')).toEqual(['Bob']);
			expect(await labels(user, { records, searchesIn: where }, 'eve')).toEqual([]);
		}
	});
});
