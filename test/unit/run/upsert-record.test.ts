import fc from 'fast-check';

import { agent } from '../../../vivi/catalogue/agent';
import { offeredOf } from '../../../vivi/catalogue';
import { knowledgeBase } from '../../../vivi/catalogue/knowledge-base';
import type { Resource } from '../../../vivi/catalogue/types';
import { user } from '../../../vivi/catalogue/user';
import type { InputValues } from '../../../vivi/client/input-values';
import type { JsonObject, JsonValue } from '../../../vivi/http/json';
import { clientOf } from '../../support/client-of';
import { portsOf, recordsOf } from '../../support/ports';

interface Service {
	records: JsonObject[];
	/** Whether it takes notice of `search`. */
	searches?: boolean;
	/** What it answers to a creation, instead of carrying it out. */
	onCreate?: (records: JsonObject[], body: JsonObject) => { status: number } | undefined;
	/** Says nothing of where its list ends, and always gives the same. */
	isEndless?: boolean;
}

/** A VIVI with one list, that keeps what is written to it. */
function serviceOf({ records, searches = true, onCreate, isEndless }: Service) {
	const writes: string[] = [];
	const client = clientOf(async ({ url: address, method, body }) => {
		const url = new URL(address);
		const respond = (status: number, answer: JsonValue) => ({
			...{ status, headers: {}, body: JSON.stringify(answer) },
		});
		const sent = (body === undefined ? {} : JSON.parse(String(body))) as JsonObject;
		const id = /\/(?:users|agents|knowledge-bases)\/([^/?]+)/.exec(url.pathname)?.[1];
		if (method === 'POST') {
			writes.push(`POST ${JSON.stringify(sent)}`);
			const instead = onCreate?.(records, sent);
			if (instead) return respond(instead.status, { message: 'Not like this' });
			const made = { id: `new${records.length}`, ...sent };
			records.push(made);
			return respond(201, made);
		}
		const at = records.findIndex((one) => one['id'] === id);
		if (id !== undefined && at < 0) return respond(404, {});
		if (method === 'PATCH') {
			writes.push(`PATCH ${id} ${JSON.stringify(sent)}`);
			return respond(200, (records[at] = { ...records[at]!, ...sent }));
		}
		if (id !== undefined) return respond(200, records[at]!);
		if (isEndless) return respond(200, records);
		const text = url.searchParams.get('search')?.toLowerCase();
		const isFound = ({ name, email }: JsonObject) =>
			[name, email].some((title) => String(title).toLowerCase().includes(text!));
		const found = searches && text !== undefined ? records.filter(isFound) : records;
		const from = Number(url.searchParams.get('cursor') ?? 0);
		const next = from + 2 < found.length ? String(from + 2) : null;
		return respond(200, { data: found.slice(from, from + 2), nextCursor: next });
	});
	return { client, writes, records };
}

async function upsert(
	service: Pick<ReturnType<typeof serviceOf>, 'client'>,
	values: InputValues,
	{ group = agent, hints = [] }: { group?: Resource; hints?: string[] } = {},
): Promise<JsonObject> {
	const operation = offeredOf(group).find(({ name }) => name === 'upsert')!;
	const ports = portsOf(() => service.client, { hint: (text) => hints.push(text) });
	const [record] = await recordsOf({ group, operation }, { workspaceId: 'ws', ...values }, ports);
	return record!;
}

const names = fc.constantFrom('Sales', 'sales', ' Sales', 'Support', 'Über');
const lists = fc
	.array(names, { maxLength: 7 })
	.map((all) => all.map((name, at): JsonObject => ({ id: `a${at}`, name })));

it('creates where there is none, updates the one that there is, and changes nothing of several', async () => {
	await fc.assert(
		fc.asyncProperty(lists, names, fc.boolean(), async (records, name, searches) => {
			const before = structuredClone(records);
			const service = serviceOf({ records: structuredClone(records), searches });
			const like = before.filter((one) => String(one['name']).trim() === name.trim());
			const done = upsert(service, { name, description: 'New' });
			if (like.length > 1) {
				await expect(done).rejects.toMatchObject({ code: 'several_matches', field: 'name' });
				expect(service.records).toEqual(before);
				return;
			}
			const result = await done;
			expect(result).toMatchObject({ name, description: 'New', isNew: like.length === 0 });
			expect(service.writes).toHaveLength(1);
			const kept = before.filter((one) => one !== like[0]);
			expect(service.records).toEqual(expect.arrayContaining(kept));
			expect(service.records).toHaveLength(kept.length + 1);
			if (like[0]) expect(result['id']).toBe(like[0]['id']);
		}),
	);
});

it('names the records where several are like that', async () => {
	const records = Array.from({ length: 12 }, (_, at) => ({ id: `a${at}`, name: 'Sales' }));
	await expect(upsert(serviceOf({ records }), { name: 'Sales' })).rejects.toMatchObject({
		message: expect.stringMatching(
			/^12 agents have this Name: Sales \(a0\), .*Sales \(a9\), …\. Nothing was changed\.$/,
		) as string,
	});
});

describe('by ID', () => {
	const byId = (agentId: unknown) => ({ matchBy: 'ID', agentId, name: 'Renamed' });
	const service = () => serviceOf({ records: [{ id: 'a1', name: 'Sales' }] });

	it('updates that record, whatever its name', async () => {
		expect(await upsert(service(), byId('a1'))).toMatchObject({ id: 'a1', isNew: false });
	});

	it('creates one where there is none', async () => {
		expect(await upsert(service(), byId('a2'))).toMatchObject({ id: 'new1', isNew: true });
	});

	it('asks for the ID', async () => {
		const { client, writes } = service();
		await expect(upsert({ client }, byId(' '))).rejects.toThrow("'Agent' is empty.");
		expect(writes).toEqual([]);
	});
});

describe('what somebody else does meanwhile', () => {
	const conflict = (more: JsonObject[]) => ({
		records: [] as JsonObject[],
		onCreate: (records: JsonObject[]) => {
			records.push(...more);
			return { status: 409 };
		},
	});
	const made = { id: 'theirs', name: 'Sales' };

	it('is updated where VIVI declines the second one', async () => {
		const { client, writes, records } = serviceOf(conflict([made]));
		const result = await upsert({ client }, { name: 'Sales', description: 'Mine' });
		expect(result).toMatchObject({ id: 'theirs', description: 'Mine', isNew: false });
		expect(writes.map((write) => write.split(' ')[0])).toEqual(['POST', 'PATCH']);
		expect(records).toHaveLength(1);
	});

	it.each([
		['is not found afterwards', [], { status: 409 }],
		['are two of them', [made, { ...made, id: 'other' }], { code: 'several_matches' }],
	])('is told where it %s', async (_case, more, error) => {
		const { client, writes } = serviceOf(conflict(more));
		await expect(upsert({ client }, { name: 'Sales' })).rejects.toMatchObject(error);
		expect(writes).toHaveLength(1);
	});

	it.each([400, 422, 500, 503])('a creation that ends with %d is not repeated', async (status) => {
		const { client, writes } = serviceOf({ records: [], onCreate: () => ({ status }) });
		await expect(upsert({ client }, { name: 'Sales' })).rejects.toMatchObject({ status });
		expect(writes).toHaveLength(1);
	});
});

it('creates nothing where the list may go on', async () => {
	const records = Array.from({ length: 100 }, (_, at) => ({ id: `a${at}`, name: `No. ${at}` }));
	const { client, writes } = serviceOf({ records, isEndless: true });
	await expect(upsert({ client }, { name: 'Sales' })).rejects.toMatchObject({
		code: 'search_unfinished',
	});
	expect(writes).toEqual([]);
	const hints: string[] = [];
	expect(await upsert({ client }, { name: 'No. 7' }, { hints })).toMatchObject({ id: 'a7' });
	expect(hints).toEqual([expect.stringContaining('There may be more agents like these')]);
});

it('says which field is empty before anything is sent', async () => {
	const service = serviceOf({ records: [] });
	const content = { additionalProperties: { name: null } };
	await expect(upsert(service, {})).rejects.toThrow("'Name' is empty.");
	await expect(upsert(service, content)).rejects.toThrow("'Name' is empty.");
	await expect(upsert(service, { name: 'A', matchBy: 'title' })).rejects.toThrow(
		`'Match By' is "title", which is none of its choices`,
	);
	const group = knowledgeBase;
	await expect(upsert(service, { name: 'A' }, { group })).rejects.toThrow("'Type' is empty.");
});

it('sends an update what can be updated, and nothing that was not asked for', async () => {
	const { client, writes } = serviceOf({ records: [{ id: 'k1', name: 'Help' }] });
	const values = { name: 'Help', type: 'documents', websiteUrl: 'https://left.over' };
	const more = { additionalProperties: { language: 'en' } };
	await upsert({ client }, { ...values, ...more }, { group: knowledgeBase });
	expect(writes).toEqual(['PATCH k1 {"name":"Help","language":"en"}']);
});

it('knows a user by the email, whatever its case', async () => {
	const service = serviceOf({ records: [{ id: 'u1', name: null, email: 'Ada@Example.com' }] });
	const given = { email: 'ada@example.com', role: 'Chat User' };
	expect(await upsert(service, given, { group: user })).toMatchObject({ id: 'u1', isNew: false });
	expect(service.writes).toEqual(['PATCH u1 {"role":"chatUser"}']);
	const other = { email: 'bob@example.com', role: 'chatUser' };
	expect(await upsert(service, other, { group: user })).toMatchObject({ isNew: true });
});

it('says that a record without an ID cannot be updated', async () => {
	const service = serviceOf({ records: [{ name: 'Sales' }] });
	await expect(upsert(service, { name: 'Sales' })).rejects.toMatchObject({
		code: 'match_without_id',
	});
});
