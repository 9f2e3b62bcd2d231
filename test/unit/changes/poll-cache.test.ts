import { PollCache } from '../../../vivi/changes/poll-cache';
import type { KnownRecords } from '../../../vivi/changes/known-records';

const scope = { kinds: [], only: '' };
const cached = (size: number) => {
	const entries = Array.from({ length: size }, (_, n) => [String(n), { payload: '' }] as const);
	return { known: new Map(entries) as KnownRecords, scope };
};

it('gives back what was cached, for the very same text only', () => {
	const cache = new PollCache();
	const one = cached(1);
	cache.set('list', 'text', one);
	expect(cache.get('list', 'text')!.known).toBe(one.known);
	expect(cache.get('list', 'older text')).toBeUndefined();
	expect(cache.get('other', 'text')).toBeUndefined();
});

it('drops the lists used longest ago, and does not begin with those that are too long', () => {
	const cache = new PollCache(10);
	for (const key of ['a', 'b', 'a', 'c']) cache.set(key, key, cached(4));
	expect(['a', 'b', 'c'].map((key) => cache.get(key, key)?.known.size)).toEqual([4, undefined, 4]);
	cache.set('long', 'long', cached(11));
	expect(['a', 'c', 'long'].map((key) => cache.get(key, key)?.known.size)).toEqual([
		4,
		4,
		undefined,
	]);
});

it('keeps no more empty lists than records', () => {
	const cache = new PollCache(10);
	const keys = Array.from({ length: 11 }, (_, n) => `empty ${n}`);
	for (const key of keys) cache.set(key, key, cached(0));
	expect(keys.filter((key) => cache.get(key, key))).toEqual(keys.slice(1));
});
