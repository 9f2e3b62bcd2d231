import { Memory } from '../../../vivi/changes/memory';
import type { Told } from '../../../vivi/changes/told';

const under = { kinds: [], only: '' };
const kept = (size: number) => {
	const entries = Array.from({ length: size }, (_, n) => [String(n), { payload: '' }] as const);
	return { told: new Map(entries) as Told, under };
};

it('gives back what was kept, for the very same text only', () => {
	const memory = new Memory();
	const one = kept(1);
	memory.set('list', 'text', one);
	expect(memory.get('list', 'text')!.told).toBe(one.told);
	expect(memory.get('list', 'older text')).toBeUndefined();
	expect(memory.get('other', 'text')).toBeUndefined();
});

it('drops the lists used longest ago, and does not begin with those that are too long', () => {
	const memory = new Memory(10);
	for (const key of ['a', 'b', 'a', 'c']) memory.set(key, key, kept(4));
	expect(['a', 'b', 'c'].map((key) => memory.get(key, key)?.told.size)).toEqual([4, undefined, 4]);
	memory.set('long', 'long', kept(11));
	expect(['a', 'c', 'long'].map((key) => memory.get(key, key)?.told.size)).toEqual([
		4,
		4,
		undefined,
	]);
});
