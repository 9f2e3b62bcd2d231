import fc from 'fast-check';

import { agent } from '../../../vivi/catalogue/agent';
import { channel } from '../../../vivi/catalogue/channel';
import { find } from '../../../vivi/catalogue/find';
import { sortBy } from '../../../vivi/catalogue/filters';
import { thread } from '../../../vivi/catalogue/thread';
import { user } from '../../../vivi/catalogue/user';
import type { Resource } from '../../../vivi/catalogue/types';
import type { InputValues } from '../../../vivi/client/input-values';
import type { JsonObject, JsonValue } from '../../../vivi/http/json';
import { recordMoments } from '../../../vivi/client/record-moments';
import { givenId } from '../../../vivi/input/record-id';
import { clientOf } from '../../support/client-of';
import { portsOf, recordsOf } from '../../support/ports';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOON = Date.UTC(2026, 2, 10, 12);
const iso = (moment: number) => new Date(moment).toISOString();
/** When a record says that it was made, whatever it says it with. */
const createdOf = (record: JsonObject) => recordMoments(record).created;

type Asked = ReadonlyMap<string, string>;
type Honours = (record: JsonObject, asked: Asked) => boolean;

/** Whether a record lies within what is asked, as a service sees it. */
const within =
	(toService: (moment: number) => number, includesEnds: boolean, ahead = 0): Honours =>
	(record, asked) => {
		if (!asked.has('createdAfter') && !asked.has('createdBefore')) return true;
		const own = createdOf(record);
		if (own === undefined) return false;
		const at = toService(own + ahead);
		const after = asked.get('createdAfter');
		const before = asked.get('createdBefore');
		const isAfter = (bound: number) => (includesEnds ? at >= bound : at > bound);
		const isBefore = (bound: number) => (includesEnds ? at <= bound : at < bound);
		return (
			(after === undefined || isAfter(toService(Date.parse(after)))) &&
			(before === undefined || isBefore(toService(Date.parse(before))))
		);
	};
const hasStatus: Honours = (record, asked) =>
	!asked.has('status') || record['status'] === asked.get('status');
const asUtc = within((moment) => moment, true);

/** What a service may make of the parameters that filter. */
const SERVICES: Readonly<Record<string, Honours | number>> = {
	'honours them': (record, asked) => hasStatus(record, asked) && asUtc(record, asked),
	'leaves out the ends': within((moment) => moment, false),
	'sees days': within((moment) => Math.floor(moment / DAY), true),
	'sees days without the ends': within((moment) => Math.floor(moment / DAY), false),
	'has clocks that are ahead': within((moment) => moment, false, 13 * HOUR),
	'has clocks that are behind': within((moment) => moment, true, -11 * HOUR),
	'ignores them': () => true,
	'honours the status only': hasStatus,
	'finds nothing by them': () => false,
	'refuses them with 400': 400,
	'refuses them with 422': 422,
};

/** A service with one list, three records a page. */
function serviceOf(records: readonly JsonObject[], makes: Honours | number) {
	const asked: URL[] = [];
	const client = clientOf(async ({ url: address }) => {
		const url = new URL(address);
		asked.push(url);
		const { cursor = '0', limit: _limit, ...filters } = Object.fromEntries(url.searchParams);
		const given = new Map(Object.entries(filters));
		const respond = (status: number, body: JsonValue) => ({
			...{ status, headers: {}, body: JSON.stringify(body) },
		});
		if (given.size > 0 && typeof makes === 'number') return respond(makes, { message: 'Unknown' });
		const isFound = (one: JsonObject) =>
			given.size === 0 || typeof makes === 'number' || makes(one, given);
		const found = records.filter(isFound);
		const next = Number(cursor) + 3;
		return respond(200, {
			data: found.slice(Number(cursor), next),
			nextCursor: next < found.length ? String(next) : null,
		});
	});
	return { client, asked };
}

async function getMany(
	service: ReturnType<typeof serviceOf>,
	values: InputValues,
	more: { resource?: Resource; timeZone?: string } = {},
) {
	const hints: string[] = [];
	const { resource = agent, timeZone } = more;
	const operation = resource.operations.getAll;
	const records = await recordsOf(
		{ group: resource, operation },
		{ workspaceId: 'ws', returnAll: true, simplify: false, ...values },
		portsOf(() => service.client, { hint: (text) => hints.push(text), timeZone }),
	);
	return { records, hints };
}

const idsIn = (records: readonly JsonObject[]) => records.map(({ id }) => id);

const moments = fc.integer({ min: -60, max: 60 }).map((hours) => NOON + hours * HOUR);
/** As services write them: as text, in seconds, in milliseconds; or not at all. */
const written = fc.tuple(moments, fc.nat(4)).map(([moment, how]): JsonObject => {
	if (how === 0) return { createdAt: iso(moment) };
	if (how === 1) return { created_at: moment / 1000 };
	if (how === 2) return { createdOn: moment };
	return how === 3 ? { createdAt: null } : { createdAt: iso(moment).replace('Z', '+00:00') };
});
const statuses = fc.constantFrom<JsonValue>('published', 'draft', null, 3);
const lists = fc
	.array(
		fc.tuple(written, statuses, fc.constantFrom('Ada', 'émile', 'Agent 2', 'Agent 10', '', null)),
	)
	.map((all) =>
		all.map(([created, status, name], at): JsonObject => ({
			...{ id: `a${at}`, name, status },
			...created,
		})),
	);
const services = fc.constantFrom(...Object.keys(SERVICES));

describe('filters', () => {
	const filters = fc.record(
		{
			status: fc.constantFrom('published', ' PUBLISHED ', 'Draft', 'no such status'),
			createdAfter: moments.map(iso),
			createdBefore: moments.map(iso),
		},
		{ requiredKeys: [] },
	);

	function isWanted(record: JsonObject, given: Record<string, string | undefined>): boolean {
		const { status, createdAfter, createdBefore } = given;
		const created = createdOf(record);
		return (
			(status === undefined || record['status'] === status.trim().toLowerCase()) &&
			(createdAfter === undefined || (created ?? -1) >= Date.parse(createdAfter)) &&
			(createdBefore === undefined || (created ?? Infinity) < Date.parse(createdBefore))
		);
	}

	it('give those of all records that match, whatever the service makes of them', async () => {
		await fc.assert(
			fc.asyncProperty(
				...[lists, filters, services, fc.option(fc.integer({ min: 1, max: 5 }))],
				async (records, given, name, limit) => {
					const service = serviceOf(records, SERVICES[name]!);
					const most = limit === null ? {} : { returnAll: false, limit };
					const { records: found } = await getMany(service, { ...given, ...most });
					const wanted = records.filter((one) => isWanted(one, given));
					expect(idsIn(found)).toEqual(idsIn(wanted.slice(0, limit ?? Infinity)));
				},
			),
		);
	});

	it('go on with a search, of which the matches are checked', async () => {
		await fc.assert(
			fc.asyncProperty(lists, filters, async (records, given) => {
				const service = serviceOf(records, () => true);
				const { records: found } = await getMany(service, { ...given, search: 'agent' });
				const isCalled = ({ name }: JsonObject) => String(name).startsWith('Agent');
				const wanted = records.filter((one) => isCalled(one) && isWanted(one, given));
				expect(idsIn(found)).toEqual(idsIn(wanted));
			}),
		);
	});

	const records = [
		{ id: 'a', status: 'Published', createdAt: iso(NOON) },
		{ id: 'b', status: 'draft', createdAt: iso(NOON + 9 * DAY) },
	];

	it('ask once where the service honours them, and only as far as a limit needs', async () => {
		const many = Array.from({ length: 30 }, (_, at) => ({ id: `a${at}`, status: 'draft' }));
		const service = serviceOf(many, hasStatus);
		await getMany(service, { status: 'draft', returnAll: false, limit: 3 });
		expect(service.asked.map(({ search }) => search)).toEqual(['?limit=100&status=draft']);
	});

	it('read the list once where the service takes no notice of them', async () => {
		const service = serviceOf(records, () => true);
		expect((await getMany(service, { createdAfter: '2027-01-01' })).records).toEqual([]);
		expect(service.asked).toHaveLength(1);
	});

	it.each([401, 403, 429, 500])('pass on what %d says', async (status) => {
		await expect(getMany(serviceOf(records, status), { status: 'draft' })).rejects.toMatchObject({
			status,
		});
	});

	it('say which values there are where none is like the one that was filled in', async () => {
		const { records: found, hints } = await getMany(serviceOf(records, hasStatus), {
			status: 'publishd',
		});
		expect(found).toEqual([]);
		expect(hints).toEqual([
			'None of the agents has the Status that was filled in. There are: Published, draft.',
		]);
	});

	it.each([
		['createdAfter', '2026-01-01', 'Created After'],
		['agentId', 'agt_1', 'Agent'],
		['status', 'active', 'Status'],
	])('say so where no record tells what they are about: %s', async (name, value, label) => {
		const told = async (records: JsonObject[]) => {
			const service = serviceOf(records, () => true);
			return await getMany(service, { [name]: value }, { resource: channel });
		};
		expect(await told([{ id: 'a', name: 'A' }])).toEqual({
			records: [],
			hints: [
				`None of the channels says anything that '${label}' could be compared with, so all of them were left out.`,
			],
		});
		expect((await told([])).hints).toEqual([]);
		const createdAt = '2025-01-01';
		const others = [{ id: 'a' }, { id: 'b', createdAt, agentId: 'agt_2', status: 'off' }];
		const { hints } = await told(others);
		expect(hints.join()).not.toContain('says anything');
	});

	it('take a moment without a time zone as one of the person', async () => {
		const given = { createdAfter: '2026-03-10T14:00:00', status: 'published' };
		const service = () => serviceOf(records, () => true);
		const inTokyo = await getMany(service(), given, { timeZone: 'Asia/Tokyo' });
		expect(idsIn(inTokyo.records)).toEqual(['a']);
		expect((await getMany(service(), given, { timeZone: 'UTC' })).records).toEqual([]);
	});

	it.each([
		[{ createdAfter: '2026-02-30' }, /'Created After' names a day or a time that does not exist/],
		[{ updatedBefore: 'yesterday' }, /'Updated Before' is no date and time/],
		[{ status: { id: 1 } }, /'Status' is not text/],
		[{ sortBy: 'size' }, /'Sort By' is "size", which is none of its choices/],
	])('that cannot be read are named before anything is sent: %j', async (values, message) => {
		const service = serviceOf([], () => true);
		await expect(getMany(service, values)).rejects.toThrow(message);
		expect(service.asked).toEqual([]);
	});

	it('by another record take its ID as it is, also from a list of the editor', async () => {
		const threads = [
			{ id: 'a', agentId: 'agt_1' },
			{ id: 'b', agentId: 'AGT_1' },
			{ id: 'c', agentId: 1 },
			{ id: 'd', agent_id: 'agt_2' },
			{ id: 'e', agent: { id: 'agt_2', name: 'Ada' } },
			{ id: 'f', agent: 'agt_2', agentId: null },
		];
		const found = async (agentId: unknown) =>
			idsIn(
				(
					await getMany(
						serviceOf(threads, () => true),
						{ agentId },
						{ resource: thread },
					)
				).records,
			);
		expect(await found('agt_1')).toEqual(['a']);
		expect(await found(givenId('AGT_1', 'list'))).toEqual(['b']);
		expect(await found(1)).toEqual(['c']);
		expect(await found('agt_2')).toEqual(['d', 'e', 'f']);
		expect(await found(givenId('', 'list'))).toHaveLength(threads.length);
	});

	it('of a choice take its label, and a value that is not among them', async () => {
		const people = [
			{ id: 'a', role: 'content_manager' },
			{ id: 'b', role: ['auditor', 'owner'] },
		];
		const found = async (role: string) =>
			idsIn(
				(
					await getMany(
						serviceOf(people, () => true),
						{ role },
						{ resource: user },
					)
				).records,
			);
		expect(await found('Content Manager')).toEqual(['a']);
		expect(await found('Auditor')).toEqual(['b']);
	});
});

describe('sorting', () => {
	const orders = fc.constantFrom(...sortBy.options.map(({ value }) => value));
	const keyOf = (record: JsonObject, order: string) =>
		order.startsWith('name')
			? String(record['name'] ?? '') || undefined
			: order.startsWith('created')
				? createdOf(record)
				: undefined;
	const compare = (a: string | number, b: string | number) =>
		typeof a === 'number' ? a - Number(b) : a.localeCompare(String(b), 'en', { numeric: true });

	it('gives all records in order, equal ones as they came, and those without a key last', async () => {
		await fc.assert(
			fc.asyncProperty(lists, orders, async (records, order) => {
				const { records: found } = await getMany(
					serviceOf(records, () => true),
					{ sortBy: order },
				);
				expect(idsIn(found).sort()).toEqual(idsIn(records).sort());
				const way = order.endsWith('Desc') ? -1 : 1;
				for (const [at, two] of found.slice(1).entries()) {
					const one = found[at]!;
					const [first, second] = [keyOf(one, order), keyOf(two, order)];
					if (first === undefined) expect(second).toBeUndefined();
					if (first === undefined || second === undefined) continue;
					const difference = way * compare(first, second);
					expect(difference).toBeLessThanOrEqual(0);
					const places = [one, two].map((record) =>
						records.findIndex(({ id }) => id === record['id']),
					);
					if (difference === 0) expect(places[0]).toBeLessThan(places[1]!);
				}
			}),
		);
	});

	it('comes before the limit, and after filters', async () => {
		await fc.assert(
			fc.asyncProperty(lists, orders, services, async (records, order, name) => {
				const given = { sortBy: order, status: 'published' };
				const service = () => serviceOf(records, SERVICES[name]!);
				const all = await getMany(service(), given);
				const first = await getMany(service(), { ...given, returnAll: false, limit: 2 });
				expect(first.records).toEqual(all.records.slice(0, 2));
			}),
		);
	});

	it.each([
		['createdDesc', 'says when it was created'],
		['updatedAsc', 'says when it was updated'],
		['nameAsc', 'has a name'],
	])('says so where there is nothing to sort by: %s', async (order, what) => {
		const told = async (more: JsonObject) => {
			const records = [{ id: 'a' }, { id: 'b', ...more }];
			const service = serviceOf(records, () => true);
			return (await getMany(service, { sortBy: order })).hints;
		};
		expect(await told({})).toEqual([
			`None of the agents ${what}, so they are in the order in which VIVI lists them.`,
		]);
		const all = { name: 'A', createdAt: '2026-01-01', updatedAt: '2026-01-01' };
		expect(await told(all)).toEqual([]);
	});

	it('knows names of all scripts and numbers in them', async () => {
		const names = ['Zoe', 'agent 10', 'Émile', 'Agent 2', 'emil', 'Ändern', null, 'Øre'];
		const service = serviceOf(
			names.map((name, at) => ({ id: `a${at}`, name })),
			() => true,
		);
		const { records } = await getMany(service, { sortBy: 'nameAsc' });
		expect(records.map(({ name }) => name)).toEqual([
			...['Agent 2', 'agent 10', 'Ändern', 'emil', 'Émile', 'Øre', 'Zoe', null],
		]);
	});
});

describe('Find', () => {
	const records = Array.from({ length: 150 }, (_, at) => ({
		...{ id: `a${at}`, name: `Agent ${at}`, status: at % 2 ? 'draft' : 'published' },
		createdAt: iso(NOON + at * HOUR),
	}));
	const findAgents = async (values: InputValues) =>
		idsIn(
			await recordsOf(
				{ group: agent, operation: find(agent) },
				{ workspaceId: 'ws', ...values },
				portsOf(() => serviceOf(records, () => true).client),
			),
		);

	it('does with filters or an order alone, and gives the first hundred', async () => {
		expect(await findAgents({ sortBy: 'createdDesc' })).toEqual(
			idsIn(records.toReversed().slice(0, 100)),
		);
		expect(await findAgents({ status: 'draft' })).toHaveLength(75);
	});

	it('finds by the whole text among those that the filters leave', async () => {
		expect(await findAgents({ search: 'agent 7', status: 'draft' })).toEqual(['a7']);
		expect(await findAgents({ search: 'agent 7', status: 'published' })).toEqual([]);
	});
});
