import fc from 'fast-check';
import { apiUrl, withParameter } from '../../../vivi/address/url';
import { ViviInputError } from '../../../vivi/errors';

const base = new URL('https://api.vivi.bot/v1/');

describe('apiUrl', () => {
	it('puts the path behind the base path and the query behind both', () => {
		expect(apiUrl(base, '/a?x=1', { y: 'two words', z: true })).toBe(
			'https://api.vivi.bot/v1/a?x=1&y=two%20words&z=true',
		);
	});

	it('sends only what was filled in, lists by repeating the name, objects as JSON', () => {
		expect(apiUrl(base, '/a', { u: undefined, n: null, l: [1, 'b', null], o: { k: 0 } })).toBe(
			'https://api.vivi.bot/v1/a?l=1&l=b&o=%7B%22k%22%3A0%7D',
		);
	});

	it.each(['a', '@evil', '/../x', '/a#b'])('refuses the path %j', (path) =>
		expect(() => apiUrl(base, path)).toThrow(ViviInputError),
	);

	it('names the parameter that holds half a character', () => {
		expect(() => apiUrl(base, '/a', { search: '\ud83d' })).toThrow(
			expect.objectContaining({ code: 'invalid_query', field: 'search' }),
		);
	});

	it('brings every query value across unharmed', () => {
		const text = fc.string({ unit: 'grapheme' });
		fc.assert(
			fc.property(fc.dictionary(text, text), (query) => {
				const url = new URL(apiUrl(base, '/a', query));
				expect([...url.searchParams]).toEqual(Object.entries(query));
				expect(url.hash).toBe('');
			}),
		);
	});
});

test('withParameter replaces one parameter and keeps the rest', () => {
	expect(withParameter('https://h.example/a?search=a%20b%2Bc&cursor=x', 'cursor', 'y&z')).toBe(
		'https://h.example/a?search=a%20b%2Bc&cursor=y%26z',
	);
});
