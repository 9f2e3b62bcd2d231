import { judge, ratioOf } from '../../../../scripts/bench/figure';

const sample = (values: number[]) => ({ who: 'somebody', values });

test('as many runs on both sides are compared pair by pair', () => {
	expect(ratioOf(sample([1, 20, 3]), sample([2, 40, 2]))).toEqual({
		...{ median: 0.5, min: 0.5, max: 1.5 },
	});
});

test('otherwise the medians are compared', () => {
	expect(ratioOf(sample([1, 2, 3]), sample([4]))).toEqual({ median: 0.5, min: 0.5, max: 0.5 });
});

test('nothing is compared with zero', () => {
	expect(ratioOf(sample([1]), sample([0]))).toBeUndefined();
});

describe('a target', () => {
	const figure = { name: 'x', unit: 'ms', what: 'Done.', ours: sample([8]), peers: [] };

	test.each([
		[{ atMost: 8 }, true],
		[{ atMost: 7 }, false],
		[{ atLeast: 8 }, true],
		[{ atLeast: 9 }, false],
	])('of our own value %j: met %s', (target, met) => {
		expect(judge({ ...figure, target })).toMatchObject({ ours: { met }, missed: !met });
	});

	test.each([
		[{ atMost: 0.8 }, [10], true],
		[{ atMost: 0.75 }, [10], false],
		[{ atLeast: 0.8 }, [10], true],
		[{ atMost: 1 }, [0], false],
	])('of the ratio %j beside %j: met %s', (target, values, met) => {
		const peers = [{ ...sample(values), target }, sample([1])];
		expect(judge({ ...figure, peers })).toMatchObject({ peers: [{ met }, {}], missed: !met });
	});

	test('without one nothing is missed', () => {
		expect(judge(figure)).toMatchObject({ missed: false });
	});

	test.each([
		[{ atMost: 8 }, ['a fact']],
		[{ atMost: 7 }, ['a fact', 'the cause']],
	])('the cause is told where one is missed: %j', (target, notes) => {
		const told = { ...figure, notes: ['a fact'], whenMissed: 'the cause' };
		expect(judge({ ...told, target }).notes).toEqual(notes);
	});
});
