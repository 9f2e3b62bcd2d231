import fc from 'fast-check';
import { parseJson, parseJsonToSend, writeJson, type JsonValue } from '../../../vivi/http/json';

it('reads JSON behind a byte order mark, which not every HTTP library takes off', () => {
	expect(parseJson('\ufeff{"a":1}')).toEqual({ a: 1 });
	expect(parseJson('\ufeff')).toBeUndefined();
});

it.each<[string, JsonValue]>([
	['9007199254740991', 9007199254740991],
	['9007199254740992', '9007199254740992'],
	['-9007199254740991', -9007199254740991],
	['-9007199254740993', '-9007199254740993'],
	['[ 12345678901234567890 , 1]', ['12345678901234567890', 1]],
	['{"a":\n12345678901234567890\t}', { a: '12345678901234567890' }],
	['\ufeff12345678901234567890', '12345678901234567890'],
	// With a fraction or an exponent it is no ID.
	['1234567890123456789.5', 1234567890123456789.5],
	['0.12345678901234567890', 0.1234567890123456789],
	['12345678901234567890e2', 12345678901234567890e2],
	['1e1234567890123456789', Infinity],
	// Within a text, digits are text already.
	['"a: 12345678901234567890, b"', 'a: 12345678901234567890, b'],
	[
		String.raw`["\\",12345678901234567890,"\"", "\\\",12345678901234567890,"]`,
		['\\', '12345678901234567890', '"', '\\",12345678901234567890,'],
	],
])('reads %s', (text, value) => expect(parseJson(text)).toEqual(value));

it.each([
	'{12345678901234567890:1}',
	'{12345678901234567890}',
	'[012345678901234567890]',
	'[+12345678901234567890]',
	'"a 12345678901234567890 ',
	'12345678901234567890 12345678901234567890',
	'{"a" 12345678901234567890}',
	'12345678901234567890,',
])('%s is no JSON', (text) => expect(parseJson(text)).toBeUndefined());

/** JSON with long numbers between and within texts that look like JSON, as the digits that were written. */
const piece = fc.oneof(
	fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map(String),
	fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }).map(String),
	fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
	fc
		.array(fc.constantFrom('"', '\\', ',', ':', ' ', '[', '12345678901234567890', 'a'))
		.map((signs) => JSON.stringify(signs.join(''))),
	fc.constantFrom('true', 'null', '1e400', '12345678901234567.0'),
);
const blank = fc.constantFrom('', ' ', '\n\t');
const { tree } = fc.letrec<{ tree: string }>((tie) => ({
	tree: fc.oneof(
		{ maxDepth: 4, withCrossShrink: true },
		piece,
		fc
			.tuple(blank, fc.array(tie('tree')))
			.map(([gap, items]) => `[${items.join(`${gap},${gap}`)}]`),
		fc
			.tuple(
				blank,
				fc.array(
					fc.tuple(
						fc.string().map((key) => JSON.stringify(key)),
						tie('tree'),
					),
				),
			)
			.map(
				([gap, items]) =>
					`{${items.map(([key, value]) => `${key}${gap}:${gap}${value}`).join(',')}}`,
			),
	),
}));

it("agrees with the host's own reading of the source text", () =>
	fc.assert(
		fc.property(tree, (text) => {
			const exact = (_: string, value: unknown, { source }: { source?: string }) =>
				typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source!)
					? source
					: value;
			const parseWithSource = JSON.parse as (text: string, reviver: typeof exact) => unknown;
			expect(parseJson(text)).toEqual(parseWithSource(text, exact));
		}),
		{ numRuns: 1000 },
	));

it('takes for JSON what is JSON, and nothing else', () => {
	const token = fc.constantFrom(
		...['{', '}', '[', ']', ',', ':', '"', '\\', ' ', '\n', 'a', '-', '.', 'e', '0'],
		...['1', '12345678901234567890', '"k":', 'null'],
	);
	fc.assert(
		fc.property(
			fc.array(token, { maxLength: 12 }).map((tokens) => tokens.join('')),
			(text) => {
				let isJson = true;
				try {
					JSON.parse(text);
				} catch {
					isJson = false;
				}
				expect(parseJson(text) !== undefined).toBe(isJson);
			},
		),
		{ numRuns: 2000 },
	);
});

it('writes the numbers that it read with all their digits', () => {
	const text =
		'{"id":12345678901234567890,"list":[-9007199254740993,1.5],"text":"12345678901234567890"}';
	expect(writeJson(parseJsonToSend(text)!)).toBe(text);
});

it('is what JSON.stringify writes of anything else', () =>
	fc.assert(
		fc.property(fc.jsonValue(), (value) =>
			expect(writeJson(value as JsonValue)).toBe(JSON.stringify(value)),
		),
	));
