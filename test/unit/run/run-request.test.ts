import { apiRequest } from '../../../vivi/catalogue/api-request';
import type { Outcome, Ports } from '../../../vivi/run/ports';
import { runOperation } from '../../../vivi/run/run-operation';
import { portsOf } from '../../support/ports';
import { replyingClient, type Reply } from '../../support/replying-client';

/** Sends a request to a service that gives these replies, one after the other. */
async function run(replies: Reply[], values: object, more: Partial<Ports> = {}) {
	const { client, requests } = replyingClient(replies);
	const hints: string[] = [];
	const ports = portsOf(() => client, {
		filesIn: (_, given) => (Array.isArray(given) ? given : [given]),
		hint: (text) => hints.push(text),
		...more,
	});
	const choice = { group: apiRequest, operation: apiRequest.operations.send };
	let outcome: Outcome | undefined;
	let error: unknown;
	try {
		outcome = await runOperation(choice, { method: 'GET', path: '/agents', ...values }, ports);
	} catch (caught) {
		error = caught;
	}
	const records = (outcome as { records: unknown[] } | undefined)?.records;
	return { outcome, records, error, requests, hints, asked: requests.map(({ url }) => url) };
}

const step = { now: () => 0, until: 60_000 };
const JSON_TYPE = { 'content-type': 'application/json' };
const ids = (...names: string[]) => names.map((id) => ({ id }));

describe('paging', () => {
	const first = { data: ids('a', 'b'), next: '/v1/agents?page=2' };
	const pages: Reply[] = [
		[200, first, { ...JSON_TYPE, 'x-first': 'yes' }],
		[200, { data: ids('c'), next: null }, JSON_TYPE],
	];

	it('is off unless it is wanted', async () => {
		const { records, asked } = await run(pages, {});
		expect(records).toEqual([first]);
		expect(asked).toHaveLength(1);
	});

	it('gives the records of all pages, each with the headers and the query', async () => {
		const { records, asked, requests } = await run(pages, {
			path: '/accounts/{accountId}/agents?x=1',
			headers: { 'X-Trace': 't' },
			pagination: 'All Pages',
		});
		expect(records).toEqual(ids('a', 'b', 'c'));
		expect(asked).toEqual([
			'https://api.vivi.example/v1/accounts/acc/agents?x=1',
			'https://api.vivi.example/v1/agents?page=2',
		]);
		expect(requests.map(({ headers }) => headers!['x-trace'])).toEqual(['t', 't']);
	});

	it.each([
		[1, 1, ['a']],
		[3, 2, ['a', 'b', 'c']],
		['', 2, ['a', 'b', 'c']],
	])('stops at the limit %j, after %d requests', async (limit, count, expected) => {
		const { records, asked } = await run(pages, { pagination: 'all', limit });
		expect(records).toEqual(ids(...expected));
		expect(asked).toHaveLength(count);
	});

	it('gives all records in one where a step gives one, or the whole answer is wanted', async () => {
		const body = ids('a', 'b', 'c');
		const inStep = await run(pages, { pagination: 'all' }, { step });
		expect(inStep.records).toEqual([{ status: 200, body }]);
		const full = await run(pages, { pagination: 'all', fullResponse: true });
		expect(full.records).toEqual([
			{ status: 200, headers: { ...JSON_TYPE, 'x-first': 'yes' }, body },
		]);
	});

	it.each([[204, ''] as const, [200, 'null'] as const])(
		'takes %d %j for a list without records',
		async (status, body) =>
			expect((await run([[status, body, JSON_TYPE]], { pagination: 'all' })).records).toEqual([]),
	);

	it('says when the list may go on', async () => {
		// It is empty, and has a total of five.
		const { records, hints } = await run([[200, { data: [], total: 5 }]], { pagination: 'all' });
		expect(records).toEqual([]);
		expect(hints).toEqual([expect.stringContaining('list of agents ends after these 0 records')]);
	});

	it('says what came when it is no list', async () => {
		const { error } = await run([[200, { id: 'a' }, JSON_TYPE]], { pagination: 'all' });
		expect(error).toMatchObject({
			code: 'unexpected_answer',
			message: expect.stringContaining('without a list of agents') as string,
		});
	});

	it.each([
		[{ method: 'POST' }, "'Pagination' cannot be used with POST."],
		[{ responseFormat: 'file' }, "'Pagination' needs answers that are read as JSON."],
		[{ pagination: 'some' }, "'Pagination' is"],
		[{ limit: 0 }, "'Limit' is"],
	])('refuses %j, and sends nothing', async (values, words) => {
		const { error, requests } = await run([], { pagination: 'all', ...values });
		expect((error as Error).message).toContain(words);
		expect(requests).toEqual([]);
	});
});

describe('the whole answer', () => {
	const headers = { 'content-type': 'application/pdf', 'x-left': '7' };
	const file = { content: Buffer.from('x'), mimeType: 'application/pdf' };

	it('has status and headers beside the body', async () => {
		const values = { method: 'DELETE', fullResponse: 'yes' };
		const { records } = await run([[204, '', { 'x-left': '7' }]], values);
		expect(records).toEqual([{ status: 204, headers: { 'x-left': '7' }, body: '' }]);
	});

	it.each([
		['nothing', {}, {}, undefined],
		['its status in a step', {}, { step }, { status: 200 }],
		['status and headers', { fullResponse: true }, {}, { status: 200, headers }],
	])('a file has %s beside it', async (_, values, more, record) => {
		const { outcome } = await run(
			[[200, 'x', headers]],
			{ responseFormat: 'file', ...values },
			more,
		);
		expect(outcome).toEqual({ file, ...(record && { record }) });
	});
});

it.each([
	['auto', 'application/json', '[1]', [1]],
	['auto', 'application/problem+json', '{}', {}],
	['auto', 'text/plain', '1', '1'],
	['auto', '', '{"a":1}', { a: 1 }],
	['auto', '', 'null', null],
	['auto', 'application/json', 'broken', 'broken'],
	['text', 'application/json', '[1]', '[1]'],
] as const)('reads %s of %s: %s', async (responseFormat, type, body, read) => {
	const reply: Reply = [200, body, type ? { 'content-type': type } : {}];
	const { records } = await run([reply], { responseFormat }, { step });
	expect(records).toEqual([{ status: 200, body: read }]);
});

describe('the body', () => {
	const manual = {
		name: 'a.pdf',
		mimeType: 'application/pdf',
		content: Buffer.from([0, 255, 13, 10]),
	};
	const asked: Array<[string, unknown]> = [];
	const file: Ports['file'] = async ({ name }, given) => {
		asked.push([name, given]);
		return await Promise.resolve(manual);
	};
	const post = async (values: object) => {
		const { requests, error } = await run([[200, {}]], { method: 'POST', ...values }, { file });
		const [sent] = requests;
		return { error, requests, type: sent?.headers!['content-type'], body: sent?.body };
	};

	it('is a form with fields and a file', async () => {
		const formFields = [
			{ name: 'tag', value: 'a' },
			{ name: 'tag', value: 2 },
			{ name: 'meta', value: { deep: [1] } },
		];
		const values = { formFields, file: 'data', fileField: ' document ' };
		const { type, body } = await post({ bodyType: 'form', ...values });
		const [, boundary] = /^multipart\/form-data; boundary=(.+)$/.exec(type!)!;
		const parts = Buffer.from(body as Uint8Array)
			.toString('latin1')
			.split(`--${boundary}`);
		const part = (head: string, text: string) =>
			`\r\nContent-Disposition: form-data; ${head}\r\n\r\n${text}\r\n`;
		expect(parts).toEqual([
			'',
			part('name="tag"', 'a'),
			part('name="tag"', '2'),
			part('name="meta"\r\nContent-Type: application/json', '{"deep":[1]}'),
			part(
				'name="document"; filename="a.pdf"\r\nContent-Type: application/pdf',
				manual.content.toString('latin1'),
			),
			'--\r\n',
		]);
		expect(asked).toEqual([['file', 'data']]);
	});

	it('is a form without a file, or one under its usual name', async () => {
		const formFields = { a: 1 };
		const alone = await post({ bodyType: 'form', formFields, file: '' });
		expect(String(alone.body)).not.toContain('filename');
		const usual = await post({ bodyType: 'form', file: 'data' });
		expect(String(usual.body)).toContain('name="file"; filename="a.pdf"');
	});

	it.each([
		[undefined, ['file', 'file']],
		['files[]', ['files[]', 'files[]']],
		['front, back', ['front', 'back']],
	])('is a form with several files, named %s', async (fileField, names) => {
		const { body } = await post({ bodyType: 'form', file: ['a', 'b'], fileField });
		expect([...String(body).matchAll(/ name="(.+?)"/g)].map(([, name]) => name)).toEqual(names);
	});

	it('is a form of texts, as a link has them', async () => {
		const formFields = [
			{ name: 'tag', value: 'a b&ü' },
			{ name: 'tag', value: [2, true] },
			{ name: 'meta', value: { deep: [1] } },
		];
		const { type, body } = await post({ bodyType: 'Form (URL-Encoded)', formFields });
		expect(type).toBe('application/x-www-form-urlencoded');
		expect(body).toBe('tag=a+b%26%C3%BC&tag=2&tag=true&meta=%7B%22deep%22%3A%5B1%5D%7D');
	});

	it('is a file, of its own type or of the one that is set', async () => {
		const own = await post({ bodyType: 'File', file: 'data' });
		expect(own).toMatchObject({ type: 'application/pdf', body: manual.content });
		const headers = { 'Content-Type': 'image/png' };
		const set = await post({ bodyType: 'file', file: 'data', headers });
		expect(set).toMatchObject({ type: 'image/png' });
	});

	it.each([
		['JSON text', ' {"a":1} '],
		['a list', [1]],
		['false', false],
	])('is JSON, as %s', async (_, body) => {
		const text = typeof body === 'string' ? body : JSON.stringify(body);
		expect(await post({ body })).toMatchObject({ type: 'application/json', body: text });
	});

	it.each([
		[{ bodyType: 'form', file: '' }, "'Form Fields' is empty."],
		[{ bodyType: 'file', file: '' }, "'File' is empty."],
		[{ bodyType: 'xml' }, "'Body Type' is"],
		[{ bodyType: 'file', method: 'GET' }, "'Body Type' cannot be sent with GET."],
		[{ bodyType: 'urlencoded' }, "'Form Fields' is empty."],
		[{ bodyType: 'urlencoded', file: 'data' }, "'File' is not sent with 'Body Type' Form (URL-"],
		[{ file: 'data' }, "'File' is not sent with 'Body Type' JSON."],
		[{ bodyType: 'file', file: ['a', 'b'] }, "'File' holds several files, and a body is one file."],
		[
			{ bodyType: 'form', file: ['a', 'b', 'c'], fileField: 'a,b' },
			"'File Field' holds 2 names for 3 files.",
		],
		[{ bodyType: 'form', body: '{}' }, "'Body' is not sent with 'Body Type' Form (Multipart)."],
		[{ formFields: { a: 1 } }, "'Form Fields' is not sent with 'Body Type' JSON."],
		[
			{ bodyType: 'form', headers: { 'Content-Type': 'multipart/form-data' } },
			"'Headers' cannot set the content type of a form.",
		],
	])('refuses %j, and sends nothing', async (values, words) => {
		const { error, requests } = await post(values);
		expect((error as Error).message).toContain(words);
		expect(requests).toEqual([]);
	});
});
