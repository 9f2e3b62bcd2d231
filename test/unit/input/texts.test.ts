import fc from 'fast-check';

import { readTexts, readUrls } from '../../../vivi/input/texts';

const field = { name: 'values', label: 'Values' };

const id = fc.stringMatching(/^[A-Za-z0-9_:.é-]{1,12}$/);
/** Commas, semicolons and brackets are part of addresses; two slashes after a colon begin one. */
const url = fc
	.tuple(
		fc.constantFrom('https://files.example/', 'http://localhost:5678/', 'HTTPS://a.example/x?y='),
		fc.stringMatching(/^[a-z0-9,;()[\]{}"'%=&.~-]{0,12}[a-z0-9)]$/),
	)
	.map((parts) => parts.join(''));

const blank = fc.constantFrom('', ' ', '\t', '\u200b', '\ufeff', '\u00a0');
const nothing = fc.constantFrom(null, undefined, '', ' ', '\u200b', []);

/** A list in the forms in which people, expressions and the steps before give one. */
function forms(one: fc.Arbitrary<string>, separators: string[]) {
	const joined = (texts: string[]) =>
		fc
			.array(fc.tuple(blank, fc.constantFrom(...separators), blank), {
				minLength: texts.length,
				maxLength: texts.length,
			})
			.map((glue) => texts.map((text, at) => text + glue[at]!.join('')).join(''));
	const written = (texts: string[]): fc.Arbitrary<unknown> =>
		fc.oneof(
			fc.constant(texts),
			joined(texts),
			fc.constant(JSON.stringify(texts)),
			fc.constant(JSON.stringify(texts, null, 2)),
			fc.constant(texts.map((text) => JSON.stringify(text)).join(', ')),
		);
	/** The forms of two parts of it, side by side in a list, with nothing between them. */
	const nested = (texts: string[]) =>
		fc
			.tuple(fc.nat(texts.length), nothing)
			.chain(([at, none]) =>
				fc
					.tuple(written(texts.slice(0, at)), written(texts.slice(at)))
					.map(([left, right]) => [left, none, [right]]),
			);
	return fc
		.array(one, { minLength: 1, maxLength: 4 })
		.chain((texts) =>
			fc.tuple(fc.constant(texts), fc.oneof(written(texts), nested(texts), written(texts))),
		);
}

it('reads IDs in every form in which a list is given', () => {
	fc.assert(
		fc.property(forms(id, [',', '\n', '\r\n', ', ', ',\n']), ([ids, given]) => {
			expect(readTexts(field, given)).toEqual(ids);
		}),
		{ numRuns: 1000 },
	);
});

it('reads addresses in every form in which a list is given, those with commas too', () => {
	fc.assert(
		fc.property(forms(url, [',', '\n', '\r\n', ', ', ';', ' ', ',\n']), ([urls, given]) => {
			expect(readUrls(field, given)).toEqual(urls);
		}),
		{ numRuns: 1000 },
	);
});

it.each([[undefined], [null], [''], [' \u200b'], [[]], [[null, '', []]], ['[]'], [' , ']])(
	'reads nothing in %j',
	(given) => {
		expect(readTexts(field, given)).toEqual([]);
		expect(readUrls(field, given)).toEqual([]);
	},
);

it('keeps the digits of numbers, or refuses them', () => {
	expect(readTexts(field, [1, '12e4', 12345])).toEqual(['1', '12e4', '12345']);
	expect(readTexts(field, '12345678901234567890')).toEqual(['12345678901234567890']);
	expect(readTexts(field, '[12345678901234567890]')).toEqual(['12345678901234567890']);
	expect(() => readTexts(field, [2 ** 53])).toThrow('is not exact');
	expect(() => readTexts(field, [1.5])).toThrow('is not exact');
});

it.each([[true], [{ id: 'a' }], [['a', { id: 'b' }]], ['["a",{"id":"b"}]']])(
	'refuses %j and names the field',
	(given) => {
		expect(() => readTexts(field, given)).toThrow(
			expect.objectContaining({
				field: 'values',
				message: "'Values' holds something that is not text.",
			}),
		);
	},
);

it.each([
	['a.pdf'],
	['https://files.example/a and b'],
	['[1, 2]'],
	['javascript:alert(1)'],
	['https://'],
])('refuses %j for addresses', (given) => {
	expect(() => readUrls(field, given)).toThrow(
		expect.objectContaining({
			field: 'values',
			message: "'Values' holds something that is not a web address.",
		}),
	);
});

it('does not follow lists into every depth', () => {
	let given: unknown = 'a';
	for (let depth = 0; depth < 20_000; depth++) given = [given];
	expect(() => readTexts(field, given)).toThrow('is not text');
	expect(() => readTexts(field, '['.repeat(20_000) + ']'.repeat(20_000))).toThrow('is not text');
});
