import fc from 'fast-check';

import { plainText, shortened } from '../../../vivi/text/plain-text';
import { CONTROLS, foreignText, HIDDEN_SIGNS, HONEST_NAMES } from './foreign-texts';

test.each(HONEST_NAMES)('%s stays as it is', (name) => expect(plainText(name)).toBe(name));

test.each(HIDDEN_SIGNS.map((sign) => [JSON.stringify(sign), sign]))(
	'%s does not hide in a word',
	(_, sign) =>
		expect(plainText(`pay${sign}pal`)).not.toMatch(
			/[\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u,
		),
);

test.each([
	['pay\u200dpal \u202egpj.exe', 'paypal gpj.exe'],
	['two\r\n\n✓ lines\u2028three', 'two ✓ lines three'],
	['\u001b[31mred\u001b[0m \u009b2J', '[31mred [0m 2J'],
	['🏴\u{e0069}\u{e0067}\u{e006e}\u{e007f} ignore', '🏴 ignore'],
	['\u3164\u200b', ''],
	['half \ud83d', 'half \ufffd'],
])('%j is %j', (text, plain) => expect(plainText(text)).toBe(plain));

test('whatever is written: one line without a control or bidirectional character', () => {
	fc.assert(
		fc.property(foreignText, (text) => {
			const plain = plainText(text);
			expect(plain).not.toMatch(CONTROLS);
			expect(plain).toBe(plain.trim());
			expect(plainText(plain)).toBe(plain);
			// Nothing that one sees is lost.
			expect(plain).toContain(text.match(/[a-z0-9]+$/i)?.[0] ?? '');
		}),
	);
});

describe('shortened', () => {
	test.each([
		['Agent', 5, 'Agent'],
		['Agents', 5, 'Agen…'],
		['Team 👨‍👩‍👧‍👦', 10, 'Team…'],
		['नमस्ते', 4, 'नम…'],
		['🙂🙂🙂', 4, '🙂…'],
		[`e${'\u0301'.repeat(50)}`, 4, 'e\u0301\u0301…'],
	])('%j in %i characters', (text, length, short) => expect(shortened(text, length)).toBe(short));

	test('is never longer, and begins as the text does', () => {
		fc.assert(
			fc.property(foreignText, fc.integer({ min: 1, max: 40 }), (text, length) => {
				const short = shortened(text, length);
				expect(short.length).toBeLessThanOrEqual(length);
				expect(text.startsWith(short.replace(/…$/, '')) || short === text).toBe(true);
			}),
		);
	});
});
