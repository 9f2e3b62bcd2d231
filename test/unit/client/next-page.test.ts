import fc from 'fast-check';
import { nextPage } from '../../../vivi/client/next-page';
import type { PageAnswer } from '../../../vivi/client/page-answer';
import { linkTarget } from '../../../vivi/http/link-header';
import type { JsonValue } from '../../../vivi/http/json';

const URL_ = 'https://api.vivi.bot/v1/agents?limit=2';
const answer = (body: JsonValue, more: Partial<PageAnswer> = {}): PageAnswer => ({
	base: new URL('https://api.vivi.bot/v1'),
	url: URL_,
	headers: {},
	body,
	count: 2,
	size: 2,
	reached: 2,
	firstPage: undefined,
	style: undefined,
	wasGiven: false,
	...more,
});
const urlOf = (body: JsonValue, more: Partial<PageAnswer> = {}) => {
	const next = nextPage(answer(body, more));
	return typeof next === 'object' && 'url' in next ? next.url : next;
};

describe('cursors', () => {
	it.each<[JsonValue, string]>([
		[{ nextCursor: 'c 1' }, 'cursor=c%201'],
		[{ next_cursor: 'c' }, 'cursor=c'],
		[{ cursor: 'c' }, 'cursor=c'],
		[{ nextPageToken: 'c' }, 'pageToken=c'],
		[{ next_page_token: 'c' }, 'page_token=c'],
		[{ next: 'c' }, 'cursor=c'],
		[{ nextCursor: 17 }, 'cursor=17'],
		[{ pagination: { nextCursor: 'c' } }, 'cursor=c'],
		[{ meta: { next_cursor: 'c' } }, 'cursor=c'],
		[{ paging: { cursor: 'c' } }, 'cursor=c'],
		[{ data: { items: [], nextCursor: 'c' } }, 'cursor=c'],
		[{ hasMore: true, nextCursor: 'c' }, 'cursor=c'],
	])('%j', (body, query) => expect(urlOf(body)).toBe(`${URL_}&${query}`));

	it.each<[string, JsonValue]>([
		['null', { nextCursor: null }],
		['empty', { next_cursor: '' }],
		['null next to the present one', { cursor: 'c', nextCursor: null }],
		['there, but hasMore is false', { cursor: 'd', hasMore: false }],
	])('ends when it is %s', (_, body) => expect(nextPage(answer(body))).toBe('end'));

	it.each<[string, JsonValue]>([
		['absent', { data: [] }],
		['absent from a bare array', []],
		['null, but perhaps the present one', { cursor: null }],
	])('says nothing when it is %s', (_, body) => expect(nextPage(answer(body))).toBe('unsaid'));

	it('ends when it is absent where there was one', () =>
		expect(nextPage(answer([], { style: 'cursor', wasGiven: true }))).toBe('end'));

	it('ends when `cursor` is the one just sent', () => {
		const url = `${URL_}&cursor=c`;
		expect(nextPage(answer({ cursor: 'c' }, { url }))).toBe('end');
	});
});

describe('addresses', () => {
	const target = 'https://api.vivi.bot/v1/agents?after=2';
	it.each<[JsonValue]>([
		[{ next: target }],
		[{ next: '/v1/agents?after=2' }],
		[{ next: '?after=2' }],
		[{ links: { next: target } }],
		[{ _links: { next: { href: target } } }],
		[{ meta: { next_url: `${target}#top` } }],
	])('%j', (body) => expect(urlOf(body)).toBe(target));

	it.each<[string, string | undefined]>([
		['<https://api.vivi.bot/v1/agents?after=2>; rel="next"', target],
		['</v1/agents?a=1>; rel=prev, </v1/agents?after=2>; title="x, y"; REL="last next"', target],
		['</v1/agents?after=2>; rel="prev"', 'end'],
		['</v1/agents>; rel="first", </v1/agents>; rel=last', 'end'],
		['</v1/agent.yaml>; rel="describedby"', 'unsaid'],
	])('Link: %s', (link, url) => expect(urlOf([], { headers: { link } })).toBe(url));

	it.each<[string, string]>([
		['3', `${URL_}&page=3`],
		['', 'end'],
	])('X-Next-Page: %j', (number, next) =>
		expect(urlOf([], { headers: { 'x-next-page': number } })).toBe(next),
	);

	it.each(['null', 'an empty text'])('a place for one that holds %s is the end', (what) => {
		const next = what === 'null' ? null : '';
		for (const body of [
			{ next },
			{ links: { next } },
			{ _links: { next } },
			{ nextOffset: next },
		]) {
			expect(nextPage(answer(body))).toBe('end');
		}
	});

	it('does not take long over a hostile Link header', () => {
		expect(linkTarget('<a>' + '; a'.repeat(10_000) + '<', 'next')).toBeUndefined();
		expect(linkTarget('<'.repeat(50_000), 'next')).toBeUndefined();
	});

	it.each(['https://evil.example/x', 'http://api.vivi.bot/', '//evil.example', '/\\evil.example'])(
		'refuses the other host of %s',
		(next) =>
			expect(() => nextPage(answer({ next }))).toThrow(
				expect.objectContaining({ code: 'foreign_next_page' }),
			),
	);

	it.each([
		'/internal/admin',
		'https://api.vivi.bot/v10/agents',
		'../../internal',
		'/v1/%2e%2e/internal',
		'/v1/..%2finternal',
		'/v1/x%5c..%5c..%5cinternal',
	])('refuses %s, which leaves the path of the base URL', (next) => {
		const refusal = expect.objectContaining({ code: 'foreign_next_page' }) as Error;
		expect(() => nextPage(answer({ next }))).toThrow(refusal);
		expect(() => nextPage(answer([], { headers: { link: `<${next}>; rel=next` } }))).toThrow(
			refusal,
		);
	});

	it('refuses an address with a user name, and one that is none', () => {
		for (const next of ['https://me@api.vivi.bot/', 'https://[']) {
			expect(() => nextPage(answer({ next }))).toThrow(/outside 'Base URL'/);
		}
	});
});

test('the next page never is anywhere but below the base URL, whatever the answer says', () => {
	const part = fc.constantFrom(
		...[
			'https:',
			'http:',
			'//',
			'/',
			'\\\\',
			'@',
			':80',
			'evil.example',
			'api.vivi.bot',
			'..',
			'%2f',
		],
		...['\t', '\n', '?', '#', 'a', 'file:', 'javascript:'],
	);
	const target = fc.oneof(
		fc.array(part, { maxLength: 6 }).map((parts) => parts.join('')),
		fc.webUrl(),
		fc.string({ unit: 'binary', maxLength: 20 }),
	);
	const key = fc.constantFrom(...['next', 'nextUrl', 'next_url', 'cursor', 'nextCursor', 'links']);
	fc.assert(
		fc.property(target, key, fc.boolean(), (text, name, inHeader) => {
			const body = { [name]: name === 'links' ? { next: { href: text } } : text };
			try {
				const page = nextPage(
					inHeader ? answer({}, { headers: { link: `<${text}>; rel="next"` } }) : answer(body),
				);
				if (typeof page === 'string' || page.style === 'offset') return;
				const url = new URL(page.url);
				expect([url.origin, url.username, url.password]).toEqual(['https://api.vivi.bot', '', '']);
				expect(url.pathname).toMatch(/^\/v1($|\/)/);
				expect(decodeURIComponent(url.pathname)).not.toMatch(/[/\\]\.\.?($|[/\\])/);
			} catch (error) {
				expect(error).toMatchObject({ code: 'foreign_next_page' });
			}
		}),
		{ numRuns: 3000 },
	);
});

describe('page numbers', () => {
	it.each<[string, JsonValue, Partial<PageAnswer>, string | undefined]>([
		['one of three', { page: 1, totalPages: 3 }, {}, `${URL_}&page=2`],
		['the last', { page: 3, totalPages: 3 }, {}, 'end'],
		['in meta, as text', { meta: { currentPage: '1', total_pages: '2' } }, {}, `${URL_}&page=2`],
		['from 0', { page: 1, totalPages: 3 }, { firstPage: 0 }, `${URL_}&page=2`],
		['the last from 0', { page: 2, totalPages: 3 }, { firstPage: 0 }, 'end'],
		['with hasMore', { page: 4, hasMore: true }, {}, `${URL_}&page=5`],
		['with a page size and a total', { page: 2, pageSize: 2, total: 5 }, {}, `${URL_}&page=3`],
		['with a total', { page: 2, total: 5 }, {}, `${URL_}&page=3`],
		['the last with a total', { page: 2, total: 4 }, {}, 'end'],
		['alone', { page: 2 }, {}, 'unsaid'],
	])('%s', (_, body, more, url) => expect(urlOf(body, more)).toBe(url));
});

describe('offsets', () => {
	it.each<[string, JsonValue, Partial<PageAnswer>, number]>([
		['hasMore', { hasMore: true }, {}, 2],
		['has_more, further on', { has_more: true }, { url: `${URL_}&offset=4` }, 6],
		['hasMore with the offset it answers for', { hasMore: true, offset: 10 }, {}, 12],
		['that it is not the last', { last: false }, {}, 2],
		['a total above what has come', { total: 5 }, {}, 2],
		['a total in a header', [], { headers: { 'x-total-count': '5' } }, 2],
		['a range in a header', [], { headers: { 'content-range': 'items 0-1/5' } }, 2],
	])('are a guess after %s', (_, body, more, offset) =>
		expect(nextPage(answer(body, more))).toEqual({ style: 'offset', offset, isGuess: true }),
	);

	it('are none after nextOffset', () =>
		expect(nextPage(answer({ nextOffset: 7 }))).toEqual({
			...{ style: 'offset', offset: 7, isGuess: false },
		}));

	const atEnd: Array<[string, JsonValue, Partial<PageAnswer>]> = [
		['a total that has come', { total: 6 }, { url: `${URL_}&offset=4` }],
		['a total in a header that has come', [], { headers: { 'x-total-count': '2' } }],
		['a range up to its total', [], { headers: { 'content-range': 'items 0-1/2' } }],
		['a total after cursors', { total: 5 }, { style: 'cursor', wasGiven: true }],
		['a total with an end', { total: 5, nextCursor: null }, {}],
		['nothing more where there was hasMore', {}, { style: 'offset', wasGiven: true }],
		['that it is the last', { isLast: true }, {}],
	];
	it.each(atEnd)('end at %s', (_, body, more) => expect(nextPage(answer(body, more))).toBe('end'));

	it.each<[string, JsonValue, Partial<PageAnswer>]>([
		['a total and nothing in it', { total: 5 }, { count: 0, reached: 0 }],
		['a range without a total', [], { headers: { 'content-range': 'items 0-1/*' } }],
		['a page that was only asked for', [], { style: 'offset' }],
	])('are not known after %s', (_, body, more) =>
		expect(nextPage(answer(body, more))).toBe('unsaid'),
	);
});
