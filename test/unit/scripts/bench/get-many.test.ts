import { getManyFigures } from '../../../../scripts/bench/get-many';

// It starts a process of its own.
jest.setTimeout(60_000);

test('reads the whole list in both ways and measures each', async () => {
	const [speed, memory] = await getManyFigures({ records: 250, runs: 2 });
	for (const figure of [speed!, memory!]) {
		expect(figure.name).toContain('250 records');
		for (const { values } of [figure.ours, ...figure.peers]) expect(values).toHaveLength(2);
	}
	for (const { values } of [speed!.ours, ...speed!.peers]) {
		for (const value of values) expect(value).toBeGreaterThan(0);
	}
});
