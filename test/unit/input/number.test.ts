import fc from 'fast-check';

import { concurrency, limit as limited, timeout } from '../../../vivi/catalogue/settings';
import { readNumber, type NumberField } from '../../../vivi/input/number';

const { onlyWhen: _, ...limit } = limited;

it('reads every number that a field takes, as a number or as its text', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 1 }),
			fc.constantFrom('', ' ', '\u200b', '\ufeff'),
			(n, around) => {
				expect(readNumber(limit, n)).toBe(n);
				expect(readNumber(limit, `${around}${n}${around}`)).toBe(n);
				expect(readNumber(limit, `${n}.0`)).toBe(n);
			},
		),
	);
	expect(readNumber(timeout, '2.5')).toBe(2.5);
});

it.each<[NumberField, unknown, string, string]>([
	[limit, 2.5, "'Limit' is not a whole number.", 'Enter a whole number from 1 on.'],
	[limit, '2.5', "'Limit' is not a whole number.", 'Enter a whole number from 1 on.'],
	[limit, 0, "'Limit' is below 1.", 'Enter a whole number from 1 on.'],
	[limit, '-1', "'Limit' is below 1.", 'Enter a whole number from 1 on.'],
	[limit, 2 ** 60, "'Limit' is not a whole number.", 'Enter a whole number from 1 on.'],
	[concurrency, 201, "'Items at Once' is above 200.", 'Enter a whole number from 1 to 200.'],
	[timeout, 0, "'Timeout' is below 1.", 'Enter a number from 1 on.'],
	...['ten', '0x10', '1,000', '', '1 2', NaN, Infinity, 'Infinity', true, [5], {}].map(
		(given): [NumberField, unknown, string, string] => [
			limit,
			given,
			"'Limit' is not a number.",
			'Enter a whole number from 1 on.',
		],
	),
])('%#: refuses what is no number for the field', (field, given, message, hint) => {
	expect(() => readNumber(field, given)).toThrow(
		expect.objectContaining({ code: 'invalid_value', field: field.name, message, hint }),
	);
});
