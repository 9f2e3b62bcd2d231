import fc from 'fast-check';
import { fillPath, freePath, idLabel, isBelow } from '../../../vivi/address/path';
import { apiUrl } from '../../../vivi/address/url';
import { ViviInputError } from '../../../vivi/errors';

const TEMPLATE = '/accounts/{accountId}/knowledge-bases/{knowledgeBaseId}';

/** What an attacker would try, mixed with arbitrary text. */
const hostile = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc
		.array(
			fc.oneof(
				fc.constantFrom(
					...['..', '.', '/', '//', '\\', '@', '#', '?', ':', 'https://', 'evil.example'],
					...['%2e', '%2E', '%2f', '%5c', '%252e', '\t', '\n', '\0', ' ', ';', 'é', '\ud800', '%'],
				),
				fc.string({ maxLength: 3 }),
			),
			{ maxLength: 8 },
		)
		.map((parts) => parts.join('')),
);

/** Undefined when the value was refused with the input error, which is always fine. */
function unlessRefused<T>(fn: () => T): T | undefined {
	try {
		return fn();
	} catch (error) {
		expect(error).toBeInstanceOf(ViviInputError);
		expect((error as ViviInputError).field).toBeTruthy();
		return undefined;
	}
}

describe('fillPath', () => {
	it.each([
		['a b', 'a%20b'],
		['é', '%C3%A9'],
		['a%2e%2e', 'a%252e%252e'],
		['a/b?c#d', 'a%2Fb%3Fc%23d'],
		[' kb_1', '%20kb_1'],
		[42, '42'],
	])('encodes %j as one segment', (id, segment) => {
		const path = fillPath(TEMPLATE, { accountId: 'acc', knowledgeBaseId: id });
		expect(path).toBe(`/accounts/acc/knowledge-bases/${segment}`);
	});

	it.each([[''], ['  '], [undefined], [null]])('says that %j is empty', (id) => {
		expect(() => fillPath(TEMPLATE, { accountId: 'acc', knowledgeBaseId: id })).toThrow(
			expect.objectContaining({
				code: 'missing_id',
				field: 'knowledgeBaseId',
				message: "'Knowledge Base' is empty.",
			}),
		);
	});

	it.each([
		['.'],
		['..'],
		['../x'],
		['a\\..'],
		['..;x'],
		// As triggers make them.
		['no-id-2MNB9QM3'],
		['%2e%2E'],
		['a\0'],
		['a\n'],
		['\ud800'],
		[{}],
		[true],
		[1.5],
		[2 ** 60],
		[NaN],
	])('refuses %p and names the field', (id) => {
		expect(() => fillPath(TEMPLATE, { accountId: id, knowledgeBaseId: 'k' })).toThrow(
			expect.objectContaining({ code: 'invalid_id', field: 'accountId' }),
		);
	});

	it('does not take an ID from the prototype', () => {
		expect(() => fillPath('/{constructor}', {})).toThrow(ViviInputError);
	});

	it('never leads anywhere else, whatever the ID', () => {
		fc.assert(
			fc.property(hostile, (id) => {
				const path = unlessRefused(() =>
					fillPath(TEMPLATE, { accountId: id, knowledgeBaseId: 'k' }),
				);
				if (path === undefined) return;
				const url = new URL(apiUrl(new URL('https://api.vivi.bot/v1/'), path));
				const segments = url.pathname.split('/');
				expect(url.origin + url.search + url.hash).toBe('https://api.vivi.bot');
				expect(segments).toHaveLength(6);
				expect(decodeURIComponent(segments[3]!)).toBe(id);
			}),
			{ numRuns: 2000 },
		);
	});
});

describe('freePath with the places of the credential', () => {
	const own = { accountId: 'a/c', workspaceId: 'ws_1' };

	it.each([
		['/accounts/{accountId}/workspaces', '/accounts/a%2Fc/workspaces'],
		['accounts/{accountId}/workspaces/{workspaceId}/a', '/accounts/a%2Fc/workspaces/ws_1/a'],
		['/search?text={accountId}', '/search?text={accountId}'],
	])('%s', (path, filled) => expect(freePath(path, own)).toBe(filled));

	it('says so where the key belongs to no workspace', () => {
		const ofAccount = { ...own, workspaceId: undefined };
		expect(() => freePath('/workspaces/{workspaceId}', ofAccount)).toThrow(
			expect.objectContaining({ code: 'invalid_path', hint: expect.stringContaining('workspace') }),
		);
	});

	it('knows no other name', () => {
		for (const path of ['/agents/{agentId}', '/x/{constructor}', '/x/{ accountId }']) {
			expect(() => freePath(path, own)).toThrow('a name in braces');
		}
	});
});

describe('freePath', () => {
	it.each([
		['/accounts/1/workspaces', '/accounts/1/workspaces'],
		['accounts/1', '/accounts/1'],
		['/a?b=c&d=../e', '/a?b=c&d=../e'],
		['/a?filter={b}', '/a?filter={b}'],
		['/a b/é', '/a%20b/%C3%A9'],
		['/threads/12:30/@me', '/threads/12:30/@me'],
		['/files/...', '/files/...'],
		['/', '/'],
	])('accepts %j', (path, canonical) => expect(freePath(path)).toBe(canonical));

	it.each([
		...['', '   ', 'https://evil', 'HTTPS:evil', 'javascript:x', '//evil', '\\\\evil', '/\\evil'],
		...['@evil', ':80@evil', '/\t/evil', '/a\nb', '/a\0', '/a#b', '/a\ud800', '/a\u0085'],
		...['/..', '/a/../b', '..', '/a/%2e%2e/b', '/a/%2E./b', '/.%2e', '/./a', '/%2e/a'],
		...['/a/..%2fb', '/a%5C..%5Cb', '/a/..;x=1/b', '/accounts/{evil}/agents'],
	])('refuses %j without repeating it', (path) => {
		expect(() => freePath(path)).toThrow(
			expect.objectContaining({ code: 'invalid_path', field: 'path' }),
		);
		expect(() => freePath(path)).not.toThrow(/evil/);
	});

	it.each([[undefined], [7], [{}]])('refuses %p', (path) =>
		expect(() => freePath(path)).toThrow(ViviInputError),
	);

	it('keeps to the base URL, whatever the path, and is stable', () => {
		const base = fc.constantFrom('https://api.vivi.bot', 'https://h.example:8443/some/prefix/');
		fc.assert(
			fc.property(base, hostile, (baseUrl, path) => {
				const free = unlessRefused(() => freePath(path));
				if (free === undefined) return;
				const url = new URL(apiUrl(new URL(baseUrl), free));
				expect(isBelow(url, new URL(baseUrl))).toBe(true);
				expect(url.href.startsWith(baseUrl.replace(/\/$/, ''))).toBe(true);
				expect(freePath(free)).toBe(free);
			}),
			{ numRuns: 5000 },
		);
	});
});

describe('isBelow', () => {
	it.each([
		['https://h.example/v1', true],
		['https://h.example/v1/x', true],
		['https://h.example/v10', false],
		['https://u@h.example/v1', false],
		['http://h.example/v1', false],
		['https://h.example/v1/../x', false],
	])('%s: %s', (url, below) =>
		expect(isBelow(new URL(url), new URL('https://h.example/v1/'))).toBe(below),
	);
});

test('idLabel spells field names as the shells do', () => {
	expect(['accountId', 'knowledgeBaseId', 'userId'].map(idLabel)).toEqual([
		'Account ID',
		'Knowledge Base ID',
		'User ID',
	]);
});
