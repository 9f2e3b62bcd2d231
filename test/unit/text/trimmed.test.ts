import fc from 'fast-check';

import { isBlank, trimmed } from '../../../vivi/text/trimmed';

const invisible = fc.stringMatching(
	/^[ \t\r\n\u00a0\u00ad\u200b-\u200f\u2028\u202a-\u202e\u2060\u2066-\u2069\u3000\ufeff]*$/,
);

it('takes off what shows nothing at both ends, and only there', () => {
	fc.assert(
		fc.property(
			invisible,
			fc.stringMatching(/^\S( \u200b?\S+)*$/),
			invisible,
			(before, text, after) => {
				fc.pre(trimmed(text[0]!) !== '' && trimmed(text.at(-1)!) !== '');
				expect(trimmed(before + text + after)).toBe(text);
			},
		),
	);
});

it('knows what is blank', () => {
	for (const blank of [undefined, null, '', ' \n', '\u200b\ufeff', [], [null, '']]) {
		expect(isBlank(blank)).toBe(true);
	}
	for (const given of [0, false, 'a', [0], ['', 'a'], {}]) expect(isBlank(given)).toBe(false);
});
