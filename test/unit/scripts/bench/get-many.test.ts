import { getManyFigures } from '../../../../scripts/bench/get-many';

test('reads the whole list in both ways and measures each', async () => {
	const figures = await getManyFigures({ records: 250, runs: 2 });
	expect(figures).toMatchObject({ records: 250, pageSize: 100, runs: 2 });
	for (const { ms, recordsPerSecond } of [figures.ours, figures.bareAxios]) {
		expect(ms.min).toBeGreaterThan(0);
		expect(recordsPerSecond).toBe(Math.round(250_000 / ms.median));
	}
	const { min, median, max } = figures.throughputRatio;
	expect(min).toBeGreaterThan(0);
	expect([min, median, max]).toEqual([min, median, max].sort((a, b) => a - b));
});
