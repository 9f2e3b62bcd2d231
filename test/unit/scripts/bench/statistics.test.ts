import { spreadOf } from '../../../../scripts/bench/statistics';

test.each([
	[[3], { median: 3, min: 3, max: 3 }],
	[[10, 2, 9], { median: 9, min: 2, max: 10 }],
	[[4, 1, 3, 2], { median: 2.5, min: 1, max: 4 }],
])('%j', (figures, spread) => {
	expect(spreadOf(figures)).toEqual(spread);
});
