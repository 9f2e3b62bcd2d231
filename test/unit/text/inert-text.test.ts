import fc from 'fast-check';

import { inertText } from '../../../vivi/text/inert-text';
import { ACTIVE, ACTIVE_PIECES, CONTROLS, foreignText, HONEST_NAMES } from './foreign-texts';

test.each(HONEST_NAMES)('%s stays as it is', (name) => expect(inertText(name)).toBe(name));

test.each(['Support: tier 1, 24/7', 'v1.2 of 10:30', 'Mr. Smith & Co. (a.)', 'A/B'])(
	'%s holds nothing to click on and stays as it is',
	(name) => expect(inertText(name)).toBe(name),
);

test.each([
	['Acme.com', 'Acme․com'],
	['https://acme.com/a?b=1', 'https∶//acme․com/a?b=1'],
	['ada@example.com', 'ada@example․com'],
	['Hello @channel', 'Hello ＠channel'],
	['www.1', 'www․1'],
])('%s is read as before: %s', (text, inert) => expect(inertText(text)).toBe(inert));

test('the pieces are what the pattern of this test finds', () => {
	const found = ACTIVE_PIECES.filter((piece) => ACTIVE.test(piece));
	expect(found).toEqual(ACTIVE_PIECES.filter((piece) => /[.@]|:\S/.test(piece)));
});

test('whatever is written: no link, no address, no mention', () => {
	fc.assert(
		fc.property(foreignText, (text) => {
			const inert = inertText(text);
			expect(inert).not.toMatch(ACTIVE);
			expect(inert).not.toMatch(CONTROLS);
			expect(inertText(inert)).toBe(inert);
		}),
	);
});
