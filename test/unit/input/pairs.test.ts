import { readPairs } from '../../../vivi/input/pairs';

const field = { name: 'query', label: 'Query Parameters' };

describe('readPairs', () => {
	it.each<[unknown]>([
		[{ a: '1', b: 2 }],
		['{"a":"1","b":2}'],
		[
			[
				{ name: 'a', value: '1' },
				{ name: 'b', value: 2 },
			],
		],
		[
			[
				{ key: 'a', value: '1' },
				{ key: 'b', value: 2 },
			],
		],
		[[{ a: '1' }, { b: 2 }]],
		[[null, { '\u200ba ': '1', ' ': 3 }, '', { name: '', value: 4 }, { b: 2 }]],
	])('reads %j', (given) =>
		expect(readPairs(field, given)).toEqual([
			['a', '1'],
			['b', 2],
		]),
	);

	it('keeps all values of a name, and names called name and value', () => {
		expect(readPairs(field, [{ a: 1 }, { a: 2 }])).toEqual([
			['a', 1],
			['a', 2],
		]);
		expect(readPairs(field, { name: 'x', value: 'y' })).toEqual([
			['name', 'x'],
			['value', 'y'],
		]);
	});

	it('takes a number for a name, and leaves out a line whose name an expression did not give', () => {
		expect(
			readPairs(field, [
				{ name: 5, value: 1 },
				{ name: null, value: 2 },
				{ name: undefined, value: 3 },
				{ key: null, value: 4 },
			]),
		).toEqual([['5', 1]]);
	});

	it.each([undefined, null, '', ' ', [], [null]])('takes %j for none', (given) =>
		expect(readPairs(field, given)).toEqual([]),
	);

	it.each([['limit=5'], [['a', 'b']], [5], [true], [[{ a: 1 }, 'b']], ['[1]']])(
		'refuses %j, naming the field',
		(given) =>
			expect(() => readPairs(field, given)).toThrow(
				expect.objectContaining({
					field: 'query',
					message: "'Query Parameters' holds something else than names and values.",
				}),
			),
	);
});
