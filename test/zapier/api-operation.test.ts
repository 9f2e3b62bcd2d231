import type { IncomingHttpHeaders } from 'node:http';
import fc from 'fast-check';
import type { PlainInputField } from 'zapier-platform-core';

import type { JsonObject } from '../../vivi/http/json';
import type { DescribedField } from '../../vivi/openapi/described';
import { fieldKey, readFieldKey } from '../../zapier/src/fields/operation-field-key';
import { useServer } from '../support/local-server';
import { connect, keyOf, run } from './support/app';
import { failureOf } from './support/failure';
import { startFileStore } from './support/file-store';
import { useSandbox } from './support/use-sandbox';

const local = useSandbox();
let authData: Record<string, string>;

/** A host that serves a description, and sees what it is asked with. */
const asked: IncomingHttpHeaders[] = [];
const host = useServer(({ headers }, response) => {
	asked.push(headers);
	const servers = [{ url: `${host.url}/stolen` }];
	response.end(JSON.stringify({ openapi: '3.0.0', servers, paths: { '/agents': { get: {} } } }));
});

beforeAll(async () => {
	const session = await connect(keyOf(local.sandbox));
	authData = { ...session, api_description_url: `${local.sandbox.url}/openapi.json` };
});

const ACTION = 'creates.run_api_operation.operation';
const AGENTS = '/accounts/{accountId}/workspaces/{workspaceId}/agents';

const choices = async (auth = authData) =>
	await run<{ results: Array<{ id: string; label: string }>; paging_token: string | null }>(
		`${ACTION}.inputFields.0.choices.perform`,
		{ authData: auth, meta: { isFillingDynamicDropdown: true } },
	);
const fields = async (api_operation: string) =>
	await run<PlainInputField[]>(`${ACTION}.inputFields.1`, {
		authData,
		inputData: { api_operation },
	});
const perform = async (operation: string, inputData: Record<string, unknown>, auth = authData) =>
	await run<JsonObject>(`${ACTION}.perform`, {
		authData: auth,
		inputData: { api_operation: operation, ...inputData },
	});

it('offers the operations of the description', async () => {
	const { results, paging_token } = await choices();
	expect(results).toContainEqual({
		id: `POST ${AGENTS}`,
		label: `Create an agent · POST ${AGENTS}`,
	});
	expect(paging_token).toBeNull();
});

it('asks for what the chosen operation takes', async () => {
	expect(await fields('')).toEqual([]);
	const asked = Object.fromEntries(
		(await fields(`POST ${AGENTS}`)).map((field) => [field.key, field]),
	);
	expect(asked['path__accountId']).toMatchObject({ required: false });
	expect(asked['path__workspaceId']).toMatchObject({ required: true });
	expect(asked['body__name']).toMatchObject({ label: 'Name', required: true });
	expect(asked['body_object']).toMatchObject({ label: 'Additional Properties (JSON)' });
	expect(asked).not.toHaveProperty('limit');
	expect((await fields(`GET ${AGENTS}`)).map(({ key }) => key)).toContain('limit');
});

it('creates, changes and deletes', async () => {
	const place = { path__workspaceId: local.sandbox.defaultWorkspaceId };
	const made = await perform(`POST ${AGENTS}`, {
		...place,
		body__name: 'Ada',
		body_object: '{"extra":{"nested":[1]}}',
		body_number__size: '7',
		body_list__tags: ['a'],
	});
	expect(made).toMatchObject({ name: 'Ada', extra: { nested: [1] }, size: 7, tags: ['a'] });
	const one = { ...place, path__agentId: made['id'] };
	const changed = await perform(`PATCH ${AGENTS}/{agentId}`, { ...one, body__name: 'Grace' });
	expect(changed).toMatchObject({ name: 'Grace' });
	expect(await perform(`DELETE ${AGENTS}/{agentId}`, one)).toEqual({ deleted: true });
});

it('gives the records of a list, as many as are wanted', async () => {
	local.sandbox.setListStyle({ defaultLimit: 2, maxLimit: 2 });
	const place = { path__workspaceId: local.sandbox.defaultWorkspaceId };
	const all = await perform(`GET ${AGENTS}`, place);
	expect(all['count']).toBe(local.sandbox.data.list('agent').length);
	const some = await perform(`GET ${AGENTS}`, { ...place, limit: 3 });
	expect(some).toMatchObject({
		count: 3,
		records: local.sandbox.data
			.list('agent')
			.slice(0, 3)
			.map(({ id }) => ({ id })),
	});
});

it('gives a file that comes back as a file of Zapier, with its name and type', async () => {
	const content = Buffer.from([0, 13, 10, 255]);
	local.sandbox.setFaults([
		{
			target: 'api',
			status: 200,
			body: content,
			headers: {
				'content-type': 'application/pdf',
				'content-disposition': 'attachment; filename="Preise.pdf"',
			},
		},
	]);
	const store = await startFileStore();
	try {
		const inputData = { api_operation: 'GET /files/7/content' };
		const given = await run<JsonObject>(
			`${ACTION}.perform`,
			{ authData, inputData },
			[],
			store.event,
		);
		const file = { name: 'Preise.pdf', mimeType: 'application/pdf', size: content.length };
		expect(given).toMatchObject(file);
		expect(store.files.get(String(given['file']))).toEqual({
			name: file.name,
			type: file.mimeType,
			content,
		});
	} finally {
		await store.close();
	}
});

it('runs without the description', async () => {
	const away = { ...authData, api_description_url: 'http://127.0.0.1:9/openapi.json' };
	const place = { path__workspaceId: local.sandbox.defaultWorkspaceId };
	expect(await perform(`POST ${AGENTS}`, { ...place, body__name: 'Ada' }, away)).toMatchObject({
		name: 'Ada',
	});
	const { text } = await failureOf(choices(away));
	expect(text).toContain("'API Description URL' leads to a host that does not answer");
	expect((await failureOf(choices({ ...authData, api_description_url: '' }))).text).toMatch(
		/'API Description URL' is empty.* in the connection\./,
	);
});

it('sends the token to its own host alone, whatever a description says', async () => {
	const foreign = { ...authData, api_description_url: `${host.url}/openapi.json` };
	expect((await choices(foreign)).results).toEqual([
		{ id: 'GET /stolen/agents', label: 'GET /stolen/agents' },
	]);
	expect(asked).toHaveLength(1);
	expect(asked[0]).not.toHaveProperty('authorization');
	const { text } = await failureOf(perform('GET /stolen/agents', {}, foreign));
	expect(text).toContain("'API Operation: GET /stolen/agents'");
	expect(asked).toHaveLength(1);
});

it('names what is missing or wrong', async () => {
	const place = { path__workspaceId: local.sandbox.defaultWorkspaceId };
	const texts = await Promise.all(
		[
			perform('nonsense', {}),
			perform(`GET ${AGENTS}`, {}),
			perform(`POST ${AGENTS}`, { ...place, body_number__size: 'many' }),
		].map(async (call) => (await failureOf(call)).text),
	);
	expect(texts[0]).toContain("'API Operation'");
	expect(texts[1]).toContain("'Workspace ID' is empty");
	expect(texts[2]).toContain("'size' is not a number");
});

it('keys say what they are, whatever a document calls its fields', () => {
	const place = fc.constantFrom<DescribedField['place']>(
		'path',
		'query',
		'header',
		'body',
		'form',
		'file',
	);
	const type = fc.constantFrom<DescribedField['type']>(
		'string',
		'number',
		'boolean',
		'date',
		'dateTime',
		'list',
		'object',
		'json',
	);
	const name = fc.oneof(
		fc.string({ unit: 'grapheme', minLength: 1 }),
		fc.constantFrom('a__b', '_x5b_', 'filter[name]', '__proto__', 'a.b', '{{x}}', '_'),
	);
	fc.assert(
		fc.property(place, type, name, (at, kind, named) => {
			const field = { place: at, type: kind, name: named } as DescribedField;
			const key = fieldKey(field);
			expect(key).toMatch(/^[A-Za-z0-9_]+$/);
			expect(readFieldKey(key)).toEqual({ id: `${at}.${named}`, type: kind });
		}),
	);
	for (const other of ['api_operation', 'limit', 'api_description_url', 'body_odd__x']) {
		expect(readFieldKey(other)).toBeUndefined();
	}
});
