import { REPORTED_LISTS, type ReportedList } from '../../../vivi/catalogue/report';
import fc from 'fast-check';

import type { Sandbox } from '../../../sandbox/server';
import type { Client } from '../../../vivi/client/client';
import { ViviApiError } from '../../../vivi/errors';
import type { JsonObject } from '../../../vivi/http/json';
import { toMarkdown } from '../../../vivi/report/markdown';
import { generateReport } from '../../../vivi/report/report';
import { GIVE_UP_AFTER } from '../../../vivi/report/give-up';
import { type Report, type WorkspaceReport } from '../../../vivi/report/types';
import { openAccount } from './account';

const SINCE = '2026-03-01T00:00:00Z';
const BEFORE = '2026-02-28T23:59:59.999Z';
const AFTER = '2026-03-01T00:00:00.000Z';

let sandbox: Sandbox;
let clientOf: Awaited<ReturnType<typeof openAccount>>['clientOf'];
let client: Client;
let ids: string[];

beforeEach(async () => {
	({ sandbox, clientOf } = await openAccount({ workspaces: 3 }));
	client = clientOf(sandbox.keys.account);
	ids = sandbox.data.list('workspace').map(({ id }) => String(id));
});
afterEach(async () => await sandbox.close());

/** The report's row of a workspace. */
const rowOf = (report: Report, id: string) =>
	report.workspaces.find(({ workspaceId }) => workspaceId === id)!;

test('an empty account holds 0 of everything', async () => {
	const report = await generateReport(client);
	expect(report.since).toBeNull();
	expect(report.workspaces).toHaveLength(3);
	expect(report.total).toMatchObject({
		...{ workspaceCount: 3, partialCount: 0, unreadableCount: 0, agents: 0, users: 0 },
		...{ hasChanges: null, createdCount: null, updatedCount: null, unknownCount: null },
	});
});

test('counts every page and distinguishes created from updated records by their times', async () => {
	const [first] = ids as [string];
	const times: Array<[JsonObject, number]> = [
		[{ createdAt: BEFORE, updatedAt: BEFORE }, 150],
		[{ createdAt: AFTER, updatedAt: AFTER }, 4],
		[{ createdAt: BEFORE, updatedAt: AFTER }, 3],
		[{ createdAt: null, updatedAt: AFTER }, 1],
		[{ createdAt: BEFORE, updatedAt: null }, 5],
		[{ createdAt: null, updatedAt: null }, 2],
	];
	for (const [values, count] of times) {
		sandbox.data.insertMany('agent', count, (index) => ({ name: `A${index}`, ...values }));
	}
	sandbox.data.insert('user', { name: null, email: 'ada@example.com', createdAt: AFTER });

	const report = await generateReport(client, { since: SINCE });

	expect(report.since).toBe(AFTER);
	const row = rowOf(report, first);
	expect(row).toMatchObject({
		name: 'Customer Support',
		status: 'complete',
		agents: 165,
		users: 1,
		prompts: 0,
		createdCount: 5,
		updatedCount: 4,
		unknownCount: 7,
		failures: [],
	});
	expect(row.created).toHaveLength(5);
	expect(row.created).toContainEqual({
		resource: 'user',
		id: expect.stringMatching(/^usr_/),
		name: 'ada@example.com',
		at: AFTER,
	});
	expect(row.updated.every(({ at }) => at === AFTER)).toBe(true);
});

test('names the newest hundred and counts all', async () => {
	sandbox.data.insertMany('prompt', 250, (index) => ({
		name: `P${index}`,
		createdAt: new Date(Date.parse(AFTER) + index * 1000).toISOString(),
	}));
	const row = rowOf(await generateReport(client, { since: SINCE }), ids[0]!);
	expect(row.createdCount).toBe(250);
	expect(row.created.map(({ name }) => name)).toEqual(
		Array.from({ length: 100 }, (_, index) => `P${249 - index}`),
	);
});

test.each([
	[403, 'forbidden'],
	[404, 'not_found'],
	[500, 'service_unavailable'],
])('a list that answers %i is named with its reason and sinks nothing', async (status, code) => {
	sandbox.data.insert('agent', {});
	sandbox.setFaults([{ target: 'api', pathIncludes: `${ids[0]}/prompts`, status }]);

	const report = await generateReport(client, { since: SINCE });

	expect(rowOf(report, ids[0]!)).toMatchObject({
		status: 'partial',
		agents: 1,
		prompts: null,
		createdCount: 1,
		failures: [
			{
				resource: 'prompt',
				code,
				status,
				reason: expect.stringContaining("'Prompt: Get Many'"),
				hint: expect.stringMatching(/./),
			},
		],
	});
	expect(rowOf(report, ids[1]!)).toMatchObject({ status: 'complete', prompts: 0 });
	expect(report.total).toMatchObject({ partialCount: 1, unreadableCount: 0, prompts: 0 });
});

test('a count is said to be uncertain where the list may go on', async () => {
	sandbox.setListStyle({ next: 'none', maxLimit: 2 });
	for (let n = 0; n < 3; n++) sandbox.data.insert('agent', {});
	const report = await generateReport(client, { workspaceIds: [ids[0]!] });
	expect(rowOf(report, ids[0]!)).toMatchObject({
		...{ status: 'partial', agents: 2 },
		failures: [
			{
				...{ resource: 'agent', code: 'unknown_end', status: null },
				reason: expect.stringContaining('list of agents ends after these 2 records') as string,
			},
		],
	});
	expect(toMarkdown(report).match(/(≥ )?\d agents, \d knowledge/g)).toEqual([
		...['≥ 2 agents, 0 knowledge', '≥ 2 agents, 0 knowledge'],
	]);
	sandbox.setListStyle();
});

test('a workspace of which nothing can be read holds no figures', async () => {
	sandbox.setFaults([{ target: 'api', pathIncludes: `${ids[1]}/`, status: 403 }]);
	const report = await generateReport(client, { since: SINCE });
	expect(rowOf(report, ids[1]!)).toMatchObject({
		status: 'unreadable',
		agents: null,
		users: null,
		createdCount: null,
		failures: REPORTED_LISTS.map(() => ({ code: 'forbidden' })),
	});
	expect(report.total).toMatchObject({ unreadableCount: 1, agents: 0 });
});

describe('when VIVI is away', () => {
	const WORKSPACES = 9;
	beforeEach(async () => {
		await sandbox.close();
		({ sandbox, clientOf } = await openAccount({ workspaces: WORKSPACES }));
		client = clientOf(sandbox.keys.account);
		ids = sandbox.data.list('workspace').map(({ id }) => String(id));
		sandbox.resetStats();
	});

	it('what is left is not tried for hours, and says so', async () => {
		// The list of workspaces and the first workspace are read before.
		const read = 1 + REPORTED_LISTS.length;
		sandbox.setFaults([{ target: 'api', skip: read, status: 503 }]);

		const { workspaces, total } = await generateReport(client, { concurrency: 1 });

		expect(sandbox.stats().apiCalls).toBe(read + GIVE_UP_AFTER);
		expect(total).toMatchObject({ workspaceCount: WORKSPACES, unreadableCount: WORKSPACES - 1 });
		expect(workspaces[0]).toMatchObject({ status: 'complete' });
		expect(workspaces[1]!.failures[0]!.reason).toContain("VIVI could not handle 'Agent: Get Many'");
		expect(workspaces.at(-1)!.failures).toEqual(
			REPORTED_LISTS.map(() => ({
				...{ resource: expect.any(String) as string, code: 'service_unavailable', status: null },
				reason: expect.stringContaining('not tried, because VIVI had failed 20 times') as string,
				hint: expect.stringContaining('passes by itself') as string,
			})),
		);
	});

	it.each([
		['a list that is read', []],
		['a refusal', [{ target: 'api' as const, pathIncludes: '/prompts', status: 403 }]],
	])('%s in between means that it is there', async (_, prompts) => {
		const others = ['/agents', '/knowledge', '/channels', '/users'].map((pathIncludes) => ({
			...{ target: 'api' as const, pathIncludes, status: 503 },
		}));
		sandbox.setFaults([...prompts, ...others]);

		await generateReport(client, { concurrency: 1 }).catch(() => undefined);

		const { apiCalls, calls } = sandbox.stats();
		const failed = Object.values(calls).reduce((sum, byStatus) => sum + (byStatus[503] ?? 0), 0);
		expect(failed).toBe(WORKSPACES * others.length);
		expect(failed).toBeGreaterThan(GIVE_UP_AFTER);
		expect(apiCalls).toBe(1 + WORKSPACES * REPORTED_LISTS.length);
	});
});

test('a key that is refused ends the report at once', async () => {
	sandbox.setFaults([{ target: 'api', pathIncludes: '/agents', status: 401 }]);
	sandbox.resetStats();
	await expect(generateReport(client, { concurrency: 1 })).rejects.toMatchObject({
		code: 'unauthorized',
	});
	// The list of workspaces, and the first list of the first, twice.
	expect(sandbox.stats().apiCalls).toBe(3);
});

test('without the workspaces there is no report', async () => {
	sandbox.setFaults([{ target: 'api', status: 403 }]);
	await expect(generateReport(client)).rejects.toBeInstanceOf(ViviApiError);
});

describe('a workspace key', () => {
	it('reports on its own workspace, as far as its role goes', async () => {
		sandbox.data.insert('knowledgeBase', {});
		const key = sandbox.createKey({
			name: 'K',
			keyType: 'workspace',
			workspaceId: ids[0]!,
			role: 'contentManager',
		});
		const report = await generateReport(clientOf(key));
		expect(report.workspaces).toMatchObject([
			{
				workspaceId: ids[0],
				name: 'Customer Support',
				status: 'partial',
				knowledgeBases: 1,
				agents: null,
			},
		]);
	});

	it('goes without the name where that cannot be read', async () => {
		sandbox.setFaults([{ target: 'api', times: 1, status: 404 }]);
		const report = await generateReport(clientOf(sandbox.keys.workspace), { concurrency: 1 });
		expect(report.workspaces).toMatchObject([
			{ workspaceId: ids[0], name: null, status: 'complete' },
		]);
	});
});

describe('chosen workspaces', () => {
	it('come in the order given, each once, and a missing one is named', async () => {
		const report = await generateReport(client, {
			workspaceIds: [ids[2]!, 'ws_gone', ` ${ids[0]!} `, ids[2]!, ''],
		});
		expect(report.workspaces.map(({ workspaceId, status }) => [workspaceId, status])).toEqual([
			[ids[2], 'complete'],
			['ws_gone', 'unreadable'],
			[ids[0], 'complete'],
		]);
		expect(report.workspaces[1]!.failures).toMatchObject([
			{ resource: 'workspace', code: 'not_found' },
		]);
	});

	it('are refused before anything is sent when one is no ID', async () => {
		sandbox.resetStats();
		await expect(generateReport(client, { workspaceIds: ['../x'] })).rejects.toMatchObject({
			field: 'workspaceId',
		});
		expect(sandbox.stats().apiCalls).toBe(0);
	});
});

test.each(['yesterday', '2026-13-01', '1.3.2026'])('refuses to look since %s', async (since) =>
	expect(generateReport(client, { since })).rejects.toMatchObject({
		code: 'invalid_moment',
		field: 'since',
	}),
);

test('hundreds of workspaces are read side by side, within the bound', async () => {
	await sandbox.close();
	({ sandbox, clientOf } = await openAccount({ workspaces: 300, agents: 300, latencyMs: 20 }));
	sandbox.resetStats();
	const report = await generateReport(clientOf(sandbox.keys.account), { concurrency: 20 });
	expect(report.total).toMatchObject({ workspaceCount: 300, unreadableCount: 0, agents: 300 });
	const { apiCalls, maxInFlight } = sandbox.stats();
	// Three pages of workspaces, five lists in each.
	expect(apiCalls).toBe(3 + 300 * 5);
	expect(maxInFlight).toBeGreaterThan(10);
	expect(maxInFlight).toBeLessThanOrEqual(20);
});

/** A client of an account in which each list has so many records, or fails. */
function accountOf(workspaces: Array<Record<ReportedList, number | null>>): Client {
	const plural = (label: string) => label.charAt(0).toLowerCase() + label.slice(1).replace(' ', '');
	return {
		owner: 'somebody',
		accountId: 'somebody',
		workspaceId: undefined,
		atOnce: () => 4,
		clock: { now: () => 0, sleep: async () => {}, random: () => 0 },
		list: (...asked) => Object.assign(pages(...asked), { end: 'stated' as const }),
		page: () => Promise.reject(new Error('not needed')),
		run: () => Promise.reject(new Error('not needed')),
		download: () => Promise.reject(new Error('not needed')),
		request: () => Promise.reject(new Error('not needed')),
		requestList: () => {
			throw new Error('not here');
		},
	};
	async function* pages(...[resource, , input]: Parameters<Client['list']>) {
		if (resource.name === 'workspace') {
			yield workspaces.map((_, index) => ({ id: String(index) }));
			return;
		}
		const count =
			workspaces[Number(input.ids.workspaceId)]![plural(resource.plural) as ReportedList];
		if (count === null) throw new ViviApiError({ code: 'x', message: 'No.', hint: 'No.' });
		const times = [{ createdAt: AFTER }, { createdAt: BEFORE, updatedAt: AFTER }, {}];
		yield Array.from({ length: count }, (_, index) => ({ id: `${index}`, ...times[index % 3] }));
	}
}

test('the total is the sum of what is known', async () => {
	const counts = fc.record(
		Object.fromEntries(
			REPORTED_LISTS.map((list) => [list, fc.option(fc.nat(7), { freq: 4 })]),
		) as Record<ReportedList, fc.Arbitrary<number | null>>,
	);
	await fc.assert(
		fc.asyncProperty(fc.array(counts, { maxLength: 6 }), fc.nat(5), async (account, limit) => {
			const made = generateReport(accountOf(account), { since: SINCE, concurrency: limit });
			const unreadable = account.every((row) => REPORTED_LISTS.every((list) => row[list] === null));
			if (account.length > 0 && unreadable) return await expect(made).rejects.toThrow('No.');
			const { workspaces, total } = await made;
			expect(
				workspaces.map((row) =>
					Object.fromEntries(REPORTED_LISTS.map((list) => [list, row[list]])),
				),
			).toEqual(account);
			const sums = [...REPORTED_LISTS, 'createdCount', 'updatedCount', 'unknownCount'] as const;
			for (const key of sums) {
				const known = workspaces.flatMap((row) => row[key] ?? []);
				const none = account.length > 0 && known.length === 0;
				expect(total[key]).toBe(none ? null : known.reduce((a, b) => a + b, 0));
			}
			const changes = ({ createdCount, updatedCount, unknownCount }: WorkspaceReport) =>
				(createdCount ?? 0) + (updatedCount ?? 0) + (unknownCount ?? 0);
			const records = account.map((row) =>
				REPORTED_LISTS.reduce((all, list) => all + (row[list] ?? 0), 0),
			);
			expect(workspaces.map(changes)).toEqual(records);
		}),
	);
});
