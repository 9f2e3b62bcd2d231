import fc from 'fast-check';

import { readMoment } from '../../../vivi/input/moment';

const since = { name: 'since', label: 'Changed Since' };

test.each([
	['2026-03-01', '2026-03-01T00:00:00Z'],
	['2026-03-01T02:00', '2026-03-01T02:00:00Z'],
	[' 2026-03-01 02:00:00 ', '2026-03-01T02:00:00Z'],
	['2026-03-01T02:00:00.123456z', '2026-03-01T02:00:00.123Z'],
	['2026-03-01T02:00:00+01:00', '2026-03-01T01:00:00Z'],
	['2026-03-01T02:00:00-0530', '2026-03-01T07:30:00Z'],
])('%j is %s, on whatever machine', (text, moment) => {
	expect(readMoment(text, since)).toBe(Date.parse(moment));
});

test.each([
	['2026-01-15 02:00', 'America/New_York', '2026-01-15T07:00:00Z'],
	['2026-07-15', 'Europe/Zurich', '2026-07-14T22:00:00Z'],
	['2026-07-15T02:00:00Z', 'Europe/Zurich', '2026-07-15T02:00:00Z'],
	// The clocks go forward at 02:00, and back at 03:00.
	['2026-03-29T01:30', 'Europe/Zurich', '2026-03-29T00:30:00Z'],
	['2026-03-29T03:30', 'Europe/Zurich', '2026-03-29T01:30:00Z'],
	['2026-10-25T03:00', 'Europe/Zurich', '2026-10-25T02:00:00Z'],
])('%j in %s is %s', (text, timeZone, moment) => {
	expect(readMoment(text, since, timeZone)).toBe(Date.parse(moment));
});

test.each([
	['2026-02-30', 'UTC', 'names a day or a time that does not exist'],
	['2026-03-01', 'DEFAULT', 'names no time zone'],
])('%j in %s is refused', (text, timeZone, words) => {
	expect(() => readMoment(text, since, timeZone)).toThrow(`'Changed Since' ${words}`);
});

test('what clocks show is read as a moment at which they show it', () => {
	const zones = ['America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Europe/Zurich', 'UTC'];
	fc.assert(
		fc.property(
			fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }),
			fc.constantFrom(...zones),
			(date, timeZone) => {
				// Swedish writes dates as ISO 8601 does.
				const clocks = (at: Date | number) => new Date(at).toLocaleString('sv-SE', { timeZone });
				const shown = clocks(date);
				expect(clocks(readMoment(shown, since, timeZone))).toBe(shown);
			},
		),
	);
});

test('every moment that JavaScript writes is read', () => {
	fc.assert(
		fc.property(
			fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31') }),
			(date) => {
				expect(readMoment(date.toISOString(), since)).toBe(date.getTime());
			},
		),
	);
});
