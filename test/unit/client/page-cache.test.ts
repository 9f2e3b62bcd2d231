import { PageCache } from '../../../vivi/client/page-cache';

const PAGE = '[{"id":1}]';

/** A cache to which that page has come twice under `u`. */
function used(most?: number, page = PAGE) {
	const cache = new PageCache(most);
	cache.parse('u', page);
	return { cache, body: cache.parse('u', page) };
}

it('gives the very same object for a page that keeps coming letter by letter', () => {
	const { cache, body } = used();
	expect(body).toEqual([{ id: 1 }]);
	expect(cache.parse('u', PAGE)).toBe(body);
	expect(cache.parse('v', PAGE)).not.toBe(body);
	expect(cache.parse('u', '[{"id":2}]')).toEqual([{ id: 2 }]);
	expect(cache.parse('u', PAGE)).not.toBe(body);
});

it('keeps nothing that is no JSON', () => {
	const cache = new PageCache();
	expect(cache.parse('u', '<html>')).toBeUndefined();
	expect(cache.parse('u', '<html>')).toBeUndefined();
});

it('drops the pages used longest ago, and keeps none that is too long', () => {
	const { cache, body } = used(4, '[1]');
	cache.parse('long', '[1234]');
	expect(cache.parse('u', '[1]')).toBe(body);
	cache.parse('v', '[2]');
	expect(cache.parse('u', '[1]')).not.toBe(body);
});
