import fc from 'fast-check';

import type { UploadFile } from '../../../vivi/client/multipart';
import { readCall, type FilledIn, type KnownIds } from '../../../vivi/openapi/read-call';

const file: UploadFile = {
	name: 'a.pdf',
	mimeType: 'application/pdf',
	content: Buffer.from('%PDF'),
};
const known: KnownIds = { accountId: 'acc' };
const readFiles = async (_: unknown, given: unknown) =>
	await Promise.resolve([given].flat().map(() => file));

async function call(
	operation: string,
	values: Record<string, unknown>,
	more: Partial<KnownIds> = {},
) {
	const filledIn = Object.entries(values).map(([id, value]): FilledIn => ({ id, value }));
	return await readCall(operation, filledIn, { ...known, ...more }, readFiles);
}

async function typed(id: string, type: FilledIn['type'], value: unknown) {
	const { body, query } = await readCall('POST /a', [{ id, type, value }], known, readFiles);
	return body ? (JSON.parse(String(body.body)) as unknown) : query;
}

test('puts each value where its ID says', async () => {
	const made = await call('POST /agents/{agent-id}/runs', {
		'path.agent-id': 'a/b c',
		'query.tags': ['x', 'y'],
		'query.filter[a.b]': 5,
		'header.X-Trace': 7,
		'body.name': 'Ada',
		'body.quo"te': [1],
		'body.empty': '',
		'body.not': null,
	});
	expect(made).toMatchObject({
		method: 'POST',
		path: '/agents/a%2Fb%20c/runs',
		query: { tags: ['x', 'y'], 'filter[a.b]': 5 },
		headers: { 'X-Trace': '7' },
		body: { contentType: 'application/json', body: '{"name":"Ada","quo\\"te":[1]}' },
		described: { label: 'POST /agents/{agent-id}/runs' },
	});
});

test('sends no body when nothing was filled in for one', async () => {
	expect((await call('POST /a', { 'body.name': ' ' })).body).toBeUndefined();
});

test('knows the account and the workspace of the connection, unless others are named', async () => {
	const operation = 'GET /accounts/{account_id}/workspaces/{workspaceId}/agents';
	const workspaceId = 'ws';
	expect((await call(operation, {}, { workspaceId })).path).toBe(
		'/accounts/acc/workspaces/ws/agents',
	);
	expect((await call(operation, { 'path.workspaceId': 'other' }, { workspaceId })).path).toBe(
		'/accounts/acc/workspaces/other/agents',
	);
	await expect(call(operation, {})).rejects.toMatchObject({ field: 'path.workspaceId' });
});

test('puts the whole body beside its fields, or sends it as it is', async () => {
	const bodyOf = async (values: Record<string, unknown>) =>
		(await call('POST /a', values)).body?.body;
	expect(await bodyOf({ body: [1, 2] })).toBe('[1,2]');
	expect(await bodyOf({ 'body.a': 1, 'body.b': 1, body: { b: 2 } })).toBe('{"a":1,"b":2}');
	await expect(bodyOf({ 'body.a': 1, body: [1] })).rejects.toMatchObject({ field: 'body' });
});

test('makes a form of texts and files', async () => {
	const { body } = await call('POST /a', {
		'form.note': 'Hello',
		'form.tags': ['x', 'y'],
		'form.inner': { a: 1 },
		'file.doc': 'data',
	});
	const form = await new Response(body!.body as Uint8Array<ArrayBuffer>, {
		headers: { 'content-type': body!.contentType },
	}).formData();
	expect(form.get('note')).toBe('Hello');
	expect(form.getAll('tags')).toEqual(['x', 'y']);
	expect(form.get('doc')).toMatchObject({ name: 'a.pdf', type: 'application/pdf' });
	expect(String(Buffer.from(body!.body as Uint8Array))).toContain(
		'Content-Type: application/json\r\n\r\n{"a":1}',
	);
});

test('sends an HTML form, a file or a text as the whole body', async () => {
	const bodyOf = async (values: Record<string, unknown>) => (await call('POST /a', values)).body;
	expect(await bodyOf({ 'urlencoded.a b': ['x&y', 'ü'] })).toEqual({
		contentType: 'application/x-www-form-urlencoded',
		body: 'a+b=x%26y&a+b=%C3%BC',
	});
	expect(await bodyOf({ file: 'data' })).toEqual({
		contentType: file.mimeType,
		body: file.content,
	});
	expect(await bodyOf({ text: 'Hello' })).toMatchObject({ body: 'Hello' });
	await expect(bodyOf({ file: 'data', 'body.a': 1 })).rejects.toMatchObject({ code: 'mixed_body' });
});

test.each([
	['number', '7', 7],
	['boolean', 'yes', true],
	['list', '["a"]', ['a']],
	['list', ['a'], ['a']],
	['object', '{"a":1}', { a: 1 }],
	['json', '"text"', 'text'],
	['date', new Date('2026-11-27T10:00:00Z'), '2026-11-27'],
	['dateTime', new Date('2026-11-27T10:00:00Z'), '2026-11-27T10:00:00.000Z'],
	['string', 5, '5'],
	[undefined, new Date(0), '1970-01-01T00:00:00.000Z'],
	[undefined, { a: new Date(0) }, { a: '1970-01-01T00:00:00.000Z' }],
] as const)('reads a %s of %j as %j', async (type, given, expected) => {
	expect(await typed('body.x', type, given)).toEqual({ x: expected });
});

test('keeps all digits of a number in JSON text', async () => {
	const { body } = await call('POST /a', {});
	expect(body).toBeUndefined();
	const filledIn: FilledIn[] = [
		{ id: 'body', type: 'object', value: '{"id":12345678901234567890}' },
	];
	const made = await readCall('POST /a', filledIn, known, readFiles);
	expect(made.body!.body).toBe('{"id":12345678901234567890}');
});

test('joins what a query takes as one text', async () => {
	expect(await typed('query.ids', 'string', [1, 'b'])).toEqual({ ids: '1,b' });
});

test.each([
	['number', 'many'],
	['boolean', 'perhaps'],
	['list', '{"a":1}'],
	['object', '[1]'],
	['json', '{'],
	['string', { a: 1 }],
	[undefined, 12345678901234567890],
] as const)('refuses for a %s what is %j, and names the field', async (type, given) => {
	await expect(typed('body.x', type, given)).rejects.toMatchObject({
		field: 'body.x',
		message: expect.stringContaining("'x'") as string,
	});
});

test('asks for what is required', async () => {
	const filledIn: FilledIn[] = [{ id: 'body.name', value: undefined, required: true }];
	await expect(readCall('POST /a', filledIn, known, readFiles)).rejects.toMatchObject({
		code: 'missing_value',
		field: 'body.name',
	});
});

test('says which field has no place', async () => {
	await expect(call('POST /a', { name: 'x' })).rejects.toMatchObject({
		code: 'unknown_field',
		field: 'name',
		hint: expect.stringContaining('body.name') as string,
	});
});

test('nothing that is filled in leads to another place of the path', () =>
	fc.assert(
		fc.asyncProperty(
			fc.string({ unit: 'binary' }),
			fc.string({ unit: 'grapheme' }),
			async (id, name) => {
				const safe = name.replace(/[{}/]/g, '') || 'id';
				const made = await call(`GET /a/{${safe}}/b`, { [`path.${safe}`]: id }).catch(
					() => undefined,
				);
				if (made) expect(made.path.split('/').map(decodeURIComponent)).toEqual(['', 'a', id, 'b']);
			},
		),
	));

test('several files of a form go under one name; a body is one file', async () => {
	const { body } = await call('POST /a', { 'file.docs': ['a', 'b'], 'form.note': 'x' });
	expect(String(body!.body).match(/name="docs"; filename="a.pdf"/g)).toHaveLength(2);
	await expect(call('POST /a', { file: ['a', 'b'] })).rejects.toMatchObject({
		field: 'file',
		message: "'File' holds several files, and a body is one file.",
	});
});

test('a body is sent as what the description calls it', async () => {
	const type = { 'header.Content-Type': 'application/vnd.api+json' };
	const { headers, body } = await call('POST /a', { ...type, 'body.a': 1 });
	expect(headers).toEqual({ 'Content-Type': 'application/vnd.api+json' });
	expect(body).toEqual({ contentType: 'application/json', body: '{"a":1}' });
});
