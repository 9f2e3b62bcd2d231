import fc from 'fast-check';

import { catalogue } from '../../../vivi/catalogue';
import {
	MOST_EXAMPLES,
	MOST_FOR_EXAMPLES,
	newestFirst,
	readExamples,
	readRecords,
	type FoundRecord,
} from '../../../vivi/changes/account-records';
import { watchableNamed } from '../../../vivi/changes/watchable';
import type { Client } from '../../../vivi/client/client';
import { ViviApiError } from '../../../vivi/errors';

const agent = watchableNamed('agent');
const ALL = { workspaces: 'all' } as const;

/** In place of a status: no answer in time. */
const LATE = 0;

/** How VIVI answers to the list of each workspace: with so many agents, or with an error. */
type Answers = ReadonlyArray<{ agents: number; pages?: number } | { status: number }>;

function accountOf(answers: Answers) {
	const asked: string[] = [];
	const client = {
		list: (...asked) => Object.assign(pages(...asked), { end: 'stated' as const }),
		atOnce: () => 5,
		clock: { now: () => 0, sleep: async () => {}, random: () => 0 },
	} as Partial<Client> as Client;
	async function* pages(...[resource, , { ids, limit = Infinity }]: Parameters<Client['list']>) {
		const { workspaceId } = ids;
		if (resource === catalogue.workspace) {
			yield answers.map((_, at) => ({ id: `w${at}` })).slice(0, limit);
			return;
		}
		asked.push(workspaceId!);
		const answer = answers[Number(workspaceId!.slice(1))]!;
		if ('status' in answer) throw failure(answer.status);
		const { agents, pages: count = 1 } = answer;
		for (let page = 0; page < count && page * agents < limit; page++) {
			yield Array.from({ length: agents }, (_, at) => ({ id: `${workspaceId}-${page}-${at}` }));
		}
		if (count > 1) throw failure(500);
	}
	return { client, asked };
}

const failure = (status: number) =>
	new ViviApiError({
		...{ code: status === LATE ? 'network_timeout' : 'x', hint: '' },
		...{ message: `It answers ${status}.`, status },
	});

const answers: fc.Arbitrary<Answers> = fc.array(
	fc.oneof(
		fc.record({ agents: fc.nat(2) }),
		fc.record({ status: fc.constantFrom(403, 404, 410) }),
		fc.record({ status: fc.constantFrom(403, 404, 410, 500) }),
	),
	{ maxLength: 12 },
);

describe('readRecords', () => {
	it('skips what is gone or forbidden where something else can be read, and nothing else', async () => {
		await fc.assert(
			fc.asyncProperty(answers, async (given) => {
				const reading = readRecords(accountOf(given).client, agent, ALL);
				const failed = given.filter((one) => 'status' in one).map(({ status }) => status);
				const mayNotBeRead = failed.length > 0 && failed.length === given.length;
				if (failed.includes(500) || mayNotBeRead) {
					const status = failed.includes(500) ? 500 : failed[0];
					await expect(reading).rejects.toMatchObject({ status });
					return;
				}
				const { found, skipped } = await reading;
				const counts = given.map((one) => ('agents' in one ? one.agents : 0));
				const inEach = given.map((_, at) =>
					found.filter(({ workspaceId }) => workspaceId === `w${at}`),
				);
				expect(inEach.map(({ length }) => length)).toEqual(counts);
				expect(skipped.map(({ reason }) => reason.status)).toEqual(failed);
			}),
		);
	});

	it('names the way out where there is no time for all workspaces', async () => {
		const late = { status: LATE };
		const given = [{ agents: 2 }, { agents: 1 }, late, late, late];
		await expect(readRecords(accountOf(given).client, agent, ALL)).rejects.toMatchObject({
			code: 'too_many_lists',
			message: 'There was time to read the agents of 2 of 5 workspaces only.',
			hint: expect.stringContaining('Choose a workspace'),
		});
	});

	it.each([
		['one list that is late', [{ agents: 2 }, { status: LATE }]],
		['a service that answers nothing', [{ status: LATE }, { status: LATE }]],
	])('tells of %s by itself', async (_what, given) => {
		const reading = readRecords(accountOf(given).client, agent, ALL);
		await expect(reading).rejects.toMatchObject({ code: 'network_timeout' });
	});
});

describe('readExamples', () => {
	it('finds some wherever they are among the first workspaces', async () => {
		await fc.assert(
			fc.asyncProperty(fc.nat(MOST_FOR_EXAMPLES - 1), fc.nat(300), async (at, others) => {
				const given = Array.from({ length: at + 1 + others }, (_, n) => ({
					agents: n === at ? 1 : 0,
				}));
				const found = await readExamples(accountOf(given).client, agent, ALL);
				expect(found.map(({ workspaceId }) => workspaceId)).toEqual([`w${at}`]);
			}),
		);
	});

	it('looks at the pages that follow, as far as they go, and is content with them', async () => {
		const { client } = accountOf([{ agents: 100, pages: 3 }]);
		expect(await readExamples(client, agent, ALL)).toHaveLength(300);
		const long = accountOf([{ agents: 100, pages: 100 }]);
		expect(await readExamples(long.client, agent, ALL)).toHaveLength(MOST_EXAMPLES);
	});

	it.each([
		['passes the filter', 'w0-0-1', ['w0-0-1']],
		['would pass, if there is none', 'none', ['w0-0-0', 'w0-0-1']],
	])('gives what %s', async (_what, id, ids) => {
		const { client } = accountOf([{ agents: 2 }]);
		const filter = { agentIds: [id] };
		const found = await readExamples(client, agent, { ...ALL, filter });
		expect(found.map((one) => one.id)).toEqual(ids);
	});

	it('ends where there are none, however many workspaces there are', async () => {
		const { client, asked } = accountOf(Array(1000).fill({ agents: 0 }) as Answers);
		expect(await readExamples(client, agent, ALL)).toEqual([]);
		expect(asked).toHaveLength(MOST_FOR_EXAMPLES);
	});

	it('goes on after workspaces that are gone or forbidden', async () => {
		const { client } = accountOf([
			...Array.from({ length: 7 }, () => ({ status: 403 })),
			{ agents: 1 },
		]);
		expect(await readExamples(client, agent, ALL)).toHaveLength(1);
		const none = accountOf([{ status: 404 }, { status: 403 }]);
		await expect(readExamples(none.client, agent, ALL)).rejects.toMatchObject({ status: 404 });
	});
});

describe('newestFirst', () => {
	const found = (records: object[]): FoundRecord[] =>
		records.map((record, at) => ({ id: `x${at}`, record: {}, ...record }));
	const order = (records: FoundRecord[]) => newestFirst(records, 'created').map(({ id }) => id);

	it('goes by the time of creation, then by that of the last change', () => {
		const at = (name: string, day: number) => ({ record: { [name]: `2026-01-0${day}` } });
		const records = [at('createdAt', 2), {}, at('updatedAt', 3), at('created_at', 4)];
		expect(order(found(records))).toEqual(['x3', 'x2', 'x0', 'x1']);
	});

	it.each([
		['numbers', ['2', '10', '9'], ['10', '9', '2']],
		['numbers with a prefix', ['agt_2', 'agt_10', 'agt_9'], ['agt_10', 'agt_9', 'agt_2']],
		['ULIDs', ['01JAB', '01JAC', '01HZZ'], ['01JAC', '01JAB', '01HZZ']],
	])('goes by IDs that count up where there is no time: %s', (_kind, ids, wanted) => {
		expect(order(found(ids.map((id) => ({ id }))))).toEqual(wanted);
	});

	it('gives one order, whatever that of the list is', () => {
		const records = fc.uniqueArray(
			fc.record({
				id: fc.string({ maxLength: 3 }),
				record: fc.record({ createdAt: fc.constantFrom(null, '2026-01-01', '2026-01-02') }),
			}),
			{ selector: ({ id }) => id },
		);
		fc.assert(
			fc.property(records, (all) => {
				expect(order([...all].reverse())).toEqual(order(all));
			}),
		);
	});
});
