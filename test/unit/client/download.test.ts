import { file as resource } from '../../../vivi/catalogue/file';
import type { ClientOptions } from '../../../vivi/client/connection';
import type { Http, HttpRequest } from '../../../vivi/http/port';
import { NetworkFailure } from '../../../vivi/http/port';
import { wholeContent } from '../../../vivi/http/answered-file';
import { clientOf } from '../../support/client-of';

type Reply = [status: number, body?: unknown, headers?: Record<string, string>];

const BASE = 'https://api.vivi.bot/v1';
const ITEM = `${BASE}/accounts/acc/workspaces/ws/knowledge-bases/kb/files/fil`;
const ids = { workspaceId: 'ws', knowledgeBaseId: 'kb', fileId: 'fil' };
const PDF = { 'content-type': 'application/pdf' };

/** Services that answer by address; what was asked with the key, and what without. */
function setUp(replies: Record<string, Reply>, options: Partial<ClientOptions> = {}) {
	const asked: Array<['with' | 'without', string]> = [];
	const answering =
		(who: 'with' | 'without'): Http =>
		async ({ url, responseType }: HttpRequest) => {
			asked.push([who, url]);
			const [status, body = '', headers = {}] = replies[url] ?? [599];
			const text = typeof body === 'string' ? body : JSON.stringify(body);
			if (responseType !== 'stream' || status >= 300) return { status, headers, body: text };
			const chunks = (async function* () {
				yield Buffer.from(text.slice(0, 2));
				yield Buffer.from(text.slice(2));
				if (text.startsWith('CUT')) throw new NetworkFailure('reset');
			})();
			return { status, headers, body: '', chunks };
		};
	const client = clientOf(answering('with'), {
		baseUrl: BASE,
		elsewhere: answering('without'),
		...options,
	});
	const download = async () => {
		const { record, file } = await client.download(resource, resource.operations.download, { ids });
		return { record, ...file, content: String(await wholeContent(file.content)) };
	};
	return { asked, download };
}

const record = (more: object = {}): Reply => [200, { id: 'fil', name: 'a.pdf', ...more }];
const code = async (work: Promise<unknown>) =>
	await work.then(
		() => 'no error',
		(error: Error & { code: string }) => `${error.code}: ${error.message}`,
	);

it('reads the record, and the file from the assumed address where the record names none', async () => {
	const { asked, download } = setUp({
		[ITEM]: record({ mimeType: 'application/pdf', size: 4 }),
		[`${ITEM}/content`]: [200, '%PDF', { 'content-type': 'application/octet-stream' }],
	});
	expect(await download()).toEqual({
		record: expect.objectContaining({ id: 'fil', size: 4 }) as unknown,
		content: '%PDF',
		name: 'a.pdf',
		mimeType: 'application/pdf',
	});
	expect(asked).toEqual([
		['with', ITEM],
		['with', `${ITEM}/content`],
	]);
});

const STORAGE = 'https://storage.example.net/f?signature=s3cret';

it.each([
	['the API, relative', { downloadUrl: '/v1/files/1' }, 'with', `${BASE}/files/1`],
	['the API, in full', { content_url: `${BASE}/files/1` }, 'with', `${BASE}/files/1`],
	['the API, among links', { links: { download: { href: `${BASE}/f` } } }, 'with', `${BASE}/f`],
	[
		'its host, not below the Base URL',
		{ url: '/files/1' },
		'without',
		'https://api.vivi.bot/files/1',
	],
	['a storage', { url: STORAGE }, 'without', STORAGE],
])('the key goes along below the Base URL only: %s', async (_where, more, who, address) => {
	const { asked, download } = setUp({ [ITEM]: record(more), [address]: [200, 'x', PDF] });
	expect((await download()).content).toBe('x');
	expect(asked).toEqual([
		['with', ITEM],
		[who, address],
	]);
});

it('a redirect away from the API drops the key, and the way back does not bring it again', async () => {
	const { asked, download } = setUp({
		[ITEM]: record(),
		[`${ITEM}/content`]: [302, '', { location: STORAGE }],
		[STORAGE]: [307, '', { location: `${BASE}/open` }],
		[`${BASE}/open`]: [200, 'x', PDF],
	});
	expect((await download()).content).toBe('x');
	expect(asked.map(([who]) => who)).toEqual(['with', 'with', 'without', 'without']);
});

it.each([
	['http', 'http://storage.example.net/f', 'does not use https'],
	['this machine', 'http://127.0.0.1:5678/rest', 'does not use https'],
	['a password', 'https://user:pass@storage.example.net/f', 'holds a user name or password'],
	['no web address', 'file:///etc/passwd', 'does not use https'],
	['no address', 'https://', 'is not a web address'],
])('an address that nobody should follow: %s', async (_what, url, why) => {
	const { asked, download } = setUp({ [ITEM]: record({ url }) });
	const text = await code(download());
	expect(text).toMatch(/^unsafe_address/);
	expect(text).toContain(why);
	expect(text).not.toContain('pass@');
	expect(asked).toHaveLength(1);
});

it('a redirect does not lead to such an address either', async () => {
	const { asked, download } = setUp({
		[ITEM]: record({ url: STORAGE }),
		[STORAGE]: [302, '', { location: 'http://169.254.169.254/latest' }],
	});
	expect(await code(download())).toMatch(/^unsafe_address/);
	expect(asked).toHaveLength(2);
});

it('a local VIVI may have its storage on this machine, too', async () => {
	const baseUrl = 'http://localhost:1234';
	const item = ITEM.replace(BASE, baseUrl);
	const replies = {
		[item]: record({ url: 'http://127.0.0.1:9/f' }),
		'http://127.0.0.1:9/f': [200, 'x'],
	};
	expect((await setUp(replies as never, { baseUrl }).download()).content).toBe('x');
});

it('says which host did not hand the file over, and no signature', async () => {
	const { download } = setUp({ [ITEM]: record({ url: STORAGE }), [STORAGE]: [403, 'expired'] });
	const text = await code(download());
	expect(text).toContain('storage.example.net (status 403)');
	expect(text).not.toContain('s3cret');
});

it('ends where one redirect leads to the next', async () => {
	const { asked, download } = setUp({
		[ITEM]: record(),
		[`${ITEM}/content`]: [302, '', { location: `${ITEM}/content` }],
	});
	expect(await code(download())).toMatch(/^file_not_fetched/);
	expect(asked.length).toBeLessThan(10);
});

it('takes no web page for a file, unless it is one', async () => {
	const page: Reply = [200, '<html>', { 'content-type': 'text/html; charset=utf-8' }];
	const at = `${ITEM}/content`;
	expect(await code(setUp({ [ITEM]: record(), [at]: page }).download())).toMatch(/^not_a_file/);
	const own = setUp({ [ITEM]: record({ name: 'a.html' }), [at]: page });
	expect((await own.download()).content).toBe('<html>');
});

it.each([
	['that is a PDF by its name', {}, 'not_a_file'],
	['that is a PDF by its type', { name: 'a', mimeType: 'application/pdf' }, 'not_a_file'],
	['that is JSON by its name', { name: 'a.geojson' }, 'no error'],
	['that is JSON by its type', { name: 'a.b', mimeType: 'application/ld+json' }, 'no error'],
	['that may be anything', { name: 'a' }, 'no error'],
])('takes no JSON for a file %s', async (_what, more, expected) => {
	const about: Reply = [200, '{"url":"https://x"}', { 'content-type': 'application/json' }];
	const { download } = setUp({ [ITEM]: record(more), [`${ITEM}/content`]: about });
	expect(await code(download())).toMatch(new RegExp(`^${expected}`));
});

it('names what is missing at the assumed address', async () => {
	const { download } = setUp({ [ITEM]: record(), [`${ITEM}/content`]: [404, '{}'] });
	expect(await code(download())).toContain("'File: Download'");
});

it('an answer that breaks off is no file', async () => {
	const { download } = setUp({ [ITEM]: record(), [`${ITEM}/content`]: [200, 'CUT', PDF] });
	expect(await code(download())).toMatch(/broke|closed|lost|ended/i);
});

it('reads from where the address map says, whatever the record says', async () => {
	const there = `${BASE}/docs/fil`;
	const { asked, download } = setUp(
		{ [ITEM]: record({ url: STORAGE }), [there]: [200, 'x', PDF] },
		{ addressMap: { 'file.download': { path: '/docs/{fileId}' } } },
	);
	expect((await download()).content).toBe('x');
	expect(asked.at(-1)).toEqual(['with', there]);
});
