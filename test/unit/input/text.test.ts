import { readText } from '../../../vivi/input/text';

const field = { name: 'name', label: 'Name' };

it.each([
	[' as it was ', ' as it was '],
	[0, '0'],
	[1.5, '1.5'],
	[false, 'false'],
	[new Date(0), '1970-01-01T00:00:00.000Z'],
	// As n8n's expressions give dates, such as {{ $now }}.
	[{ toJSON: () => '2026-03-01T02:00:00.000Z' }, '2026-03-01T02:00:00.000Z'],
])('reads %p', (given, text) => expect(readText(field, given)).toBe(text));

it.each([NaN, Infinity, 2 ** 53, 10n, {}, [], ['a'], new Date(NaN), { toJSON: 'x' }, Symbol('x')])(
	'refuses %p and names the field',
	(given) =>
		expect(() => readText(field, given)).toThrow(
			expect.objectContaining({
				field: 'name',
				message: expect.stringMatching(/^'Name' is /) as string,
			}),
		),
);
