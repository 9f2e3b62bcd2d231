import { PageCache } from '../../../vivi/client/page-cache';

it('gives the very same object for a page that comes again letter by letter', () => {
	const cache = new PageCache();
	const first = cache.parse('u', '[{"id":1}]');
	expect(first).toEqual([{ id: 1 }]);
	expect(cache.parse('u', '[{"id":1}]')).toBe(first);
	expect(cache.parse('v', '[{"id":1}]')).not.toBe(first);
	expect(cache.parse('u', '[{"id":2}]')).toEqual([{ id: 2 }]);
	expect(cache.parse('u', '[{"id":1}]')).not.toBe(first);
});

it('keeps nothing that is no JSON', () => {
	const cache = new PageCache();
	expect(cache.parse('u', '<html>')).toBeUndefined();
	expect(cache.parse('u', '<html>')).toBeUndefined();
});

it('drops the pages used longest ago, and keeps none that is too long', () => {
	const cache = new PageCache(4);
	const a = cache.parse('a', '[1]');
	cache.parse('long', '[1234]');
	expect(cache.parse('a', '[1]')).toBe(a);
	cache.parse('b', '[2]');
	expect(cache.parse('a', '[1]')).not.toBe(a);
});
