import { recordMoments } from '../../../vivi/client/record-moments';

test.each([
	[{ createdAt: '2026-03-01T00:00:00Z' }, [Date.UTC(2026, 2, 1), undefined]],
	[{ created_at: 1772323200, updated_at: 1772323200000 }, [1772323200000, 1772323200000]],
	[{ created_at: '1772323200.5', updated_at: '1772323200000' }, [1772323200500, 1772323200000]],
	[{ createdAt: '2026', updatedAt: '20260301' }, [undefined, undefined]],
	[{ modifiedAt: '2026-03-01', created: true }, [undefined, Date.UTC(2026, 2, 1)]],
	[{ createdAt: '2026-03-01 01:00:00.5+01' }, [Date.UTC(2026, 2, 1, 0, 0, 0, 500), undefined]],
	[{ createdAt: null, created_at: '2026-03-01' }, [Date.UTC(2026, 2, 1), undefined]],
	[{ createdAt: 'yesterday', updatedAt: 0 }, [undefined, undefined]],
	[{ createdAt: 1e20, updatedAt: -1 }, [undefined, undefined]],
])('%j', (record, [created, updated]) => {
	expect(recordMoments(record)).toEqual({ created, updated });
});
