import { readFlag } from '../../../vivi/input/flag';

const field = { name: 'exactMatch', label: 'Exact Match' };

it.each([
	[true, [true, 'true', 'True', 'yes', ' YES ', 'y', 'on', '1', 1, '\u200btrue\ufeff']],
	[false, [false, 'false', 'False', 'no', ' No', 'n', 'off', '0', 0, '\u00a0false']],
])('reads %s', (flag, forms) => {
	for (const form of forms) expect(readFlag(field, form)).toBe(flag);
});

it.each([['maybe'], ['falsch'], [2], ['-1'], [[true]], [{}]])('refuses %j', (given) => {
	expect(() => readFlag(field, given)).toThrow(
		expect.objectContaining({
			field: 'exactMatch',
			message: "'Exact Match' is neither true nor false.",
		}),
	);
});
