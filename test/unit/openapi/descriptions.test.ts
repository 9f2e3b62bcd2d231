import { NetworkFailure, type HttpRequest, type HttpResponse } from '../../../vivi/http/port';
import { keptDescriptions, type DescriptionRequest } from '../../../vivi/openapi/descriptions';

const documentOf = (path: string, filler = 0) =>
	JSON.stringify({
		openapi: '3.0.0',
		paths: { [path]: { get: { tags: Array.from({ length: filler }, (_, at) => `tag ${at}`) } } },
	});

function setUp() {
	let time = 0;
	const asked: Array<HttpRequest & { authorised: boolean }> = [];
	let reply: (request: HttpRequest) => Partial<HttpResponse> = () => ({ body: documentOf('/a') });
	const port = (authorised: boolean) => (request: HttpRequest) => {
		asked.push({ ...request, authorised });
		return Promise.resolve().then(() => ({
			status: 200,
			headers: {},
			body: '',
			...reply(request),
		}));
	};
	const descriptions = keptDescriptions(() => time);
	const read = (url: unknown, more: Partial<DescriptionRequest> = {}) =>
		descriptions.read({
			url,
			http: port(false),
			authorised: port(true),
			baseUrl: 'https://api.vivi.example/v1',
			owner: 'me',
			timeoutMs: 1000,
			...more,
		});
	return {
		asked,
		read,
		pass: (ms: number) => (time += ms),
		answer: (next: typeof reply) => (reply = next),
	};
}

const URL = 'https://docs.example/openapi.json';

test('is loaded once for readings in a row, and once for readings at the same time', async () => {
	const { asked, read } = setUp();
	await Promise.all([read(URL), read(` ${URL} `)]);
	await read(URL);
	expect(asked).toHaveLength(1);
});

test('is asked for after a while whether it has changed', async () => {
	const { asked, read, pass, answer } = setUp();
	answer(() => ({ headers: { etag: '"1"' }, body: documentOf('/a') }));
	const first = await read(URL);
	pass(60_000);
	answer(() => ({ status: 304 }));
	expect(await read(URL)).toBe(first);
	expect(asked[1]!.headers).toMatchObject({ 'if-none-match': '"1"' });
	pass(60_000);
	answer(() => ({ body: documentOf('/b') }));
	expect((await read(URL)).operations[0]!.path).toBe('/b');
});

test.each([
	['https://api.vivi.example/openapi.json', true],
	['https://api.vivi.example:8443/openapi.json', false],
	['https://api.vivi.example.evil.example/openapi.json', false],
	['https://docs.vivi.example/openapi.json', false],
])('%s is sent the token: %s', async (url, authorised) => {
	const { asked, read } = setUp();
	await read(url);
	expect(asked).toMatchObject([{ authorised }]);
});

test('what one key may read is not shown to another', async () => {
	const { asked, read } = setUp();
	const own = 'https://api.vivi.example/openapi.json';
	await read(own, { owner: 'me' });
	await read(own, { owner: 'you' });
	expect(asked).toHaveLength(2);
	await read(URL, { owner: 'me' });
	await read(URL, { owner: 'you' });
	expect(asked).toHaveLength(3);
});

test('the memory that is taken has an end', async () => {
	const { asked, read, answer } = setUp();
	answer(() => ({ body: documentOf('/large', 250_000) }));
	await read(URL);
	await read(URL);
	// A description of more than 2 MB is not kept.
	expect(asked).toHaveLength(2);
	answer(() => ({ body: documentOf('/a', 100_000) }));
	for (let at = 0; at < 10; at++) await read(`${URL}?${at}`);
	asked.length = 0;
	await read(`${URL}?9`);
	await read(`${URL}?0`);
	expect(asked.map(({ url }) => url)).toEqual([`${URL}?0`]);
});

test.each([
	['', 'api_description_missing', /is empty/],
	[undefined, 'api_description_missing', /is empty/],
	['openapi.json', 'invalid_url', /is not a web address/],
	['http://docs.example/openapi.json', 'invalid_url', /https/],
])('the address %j is refused', async (url, code, message) => {
	const { read, asked } = setUp();
	await expect(read(url)).rejects.toMatchObject({
		code,
		field: 'apiDescriptionUrl',
		message: expect.stringMatching(message) as string,
	});
	expect(asked).toEqual([]);
});

test.each([
	[{ status: 404 }, 'api_description_refused', /404/],
	[{ status: 401 }, 'api_description_refused', /401/],
	[
		{ status: 302, headers: { location: '/v2/openapi.json?secret=1' } },
		'api_description_redirected',
		/\(https:\/\/docs\.example\/v2\/openapi\.json\)/,
	],
	[{ body: '<html>' }, 'api_description_web_page', /web page/],
])('%j is an error in words, and asked for anew the next time', async (reply, code, message) => {
	const { read, answer } = setUp();
	answer(() => reply as Partial<HttpResponse>);
	await expect(read(URL)).rejects.toMatchObject({
		code,
		message: expect.stringMatching(message) as string,
	});
	answer(() => ({ body: documentOf('/a') }));
	expect((await read(URL)).operations).toHaveLength(1);
});

test.each(['dns', 'refused', 'timeout', 'tls', 'private', 'oversized', 'reset'] as const)(
	'a host that gives no answer (%s) is told in words',
	async (kind) => {
		const { read, answer } = setUp();
		answer(() => {
			throw new NetworkFailure(kind);
		});
		await expect(read(URL)).rejects.toMatchObject({
			code: 'api_description_unreachable',
			message: expect.stringMatching(/^'API Description URL' [a-z].*\.$/) as string,
		});
	},
);

test.each<[string, (text: string) => Buffer]>([
	['UTF-8 with a mark', (text) => Buffer.from(`\ufeff${text}`)],
	['UTF-16 with a mark', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
	['UTF-16 the other way round', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
	['UTF-16 without a mark', (text) => Buffer.from(text, 'utf16le')],
])('may be %s', async (_, encode) => {
	const { read, answer } = setUp();
	answer(() => ({ body: encode(documentOf('/grüße')) }));
	expect((await read(URL)).operations).toMatchObject([{ path: '/grüße' }]);
});
