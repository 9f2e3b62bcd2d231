import fc from 'fast-check';

import { readMoment, recordMoments } from '../../../vivi/client/moments';

test.each([
	['2026-03-01', '2026-03-01T00:00:00Z'],
	['2026-03-01T02:00', '2026-03-01T02:00:00Z'],
	[' 2026-03-01 02:00:00 ', '2026-03-01T02:00:00Z'],
	['2026-03-01T02:00:00.123456z', '2026-03-01T02:00:00.123Z'],
	['2026-03-01T02:00:00+01:00', '2026-03-01T01:00:00Z'],
	['2026-03-01T02:00:00-0530', '2026-03-01T07:30:00Z'],
])('%j is %s, on whatever machine', (text, moment) => {
	expect(readMoment(text, 'since', 'Changed Since')).toBe(Date.parse(moment));
});

test('every moment that JavaScript writes is read', () => {
	fc.assert(
		fc.property(
			fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31') }),
			(date) => {
				expect(readMoment(date.toISOString(), 'since', 'Changed Since')).toBe(date.getTime());
			},
		),
	);
});

test.each([
	[{ createdAt: '2026-03-01T00:00:00Z' }, [Date.UTC(2026, 2, 1), undefined]],
	[{ created_at: 1772323200, updated_at: 1772323200000 }, [1772323200000, 1772323200000]],
	[{ modifiedAt: '2026-03-01', created: true }, [undefined, Date.UTC(2026, 2, 1)]],
	[{ createdAt: '2026-03-01 01:00:00.5+01' }, [Date.UTC(2026, 2, 1, 0, 0, 0, 500), undefined]],
	[{ createdAt: null, created_at: '2026-03-01' }, [Date.UTC(2026, 2, 1), undefined]],
	[{ createdAt: 'yesterday', updatedAt: 0 }, [undefined, undefined]],
	[{ createdAt: 1e20, updatedAt: -1 }, [undefined, undefined]],
])('%j', (record, [created, updated]) => {
	expect(recordMoments(record)).toEqual({ created, updated });
});
