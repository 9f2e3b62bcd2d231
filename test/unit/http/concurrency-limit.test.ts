import { ConcurrencyLimit } from '../../../vivi/http/concurrency-limit';

it('grows fast again after a pause, whatever number it had come down to before', () => {
	const limit = new ConcurrencyLimit();
	let now = 0;
	/** As many requests as may be under way, all answered after the same time. */
	const round = (msOf: (underWay: number) => number) => {
		const ends = Array.from({ length: limit.current }, () => limit.start(now));
		now += msOf(ends.length);
		for (const end of ends) end('answered', now);
	};
	for (let rounds = 0; rounds < 20; rounds++) round((underWay) => 50 + 2 * underWay);
	expect(limit.current).toBeLessThanOrEqual(60);
	now += 5_000;
	for (let rounds = 0; rounds < 4; rounds++) round(() => 300);
	expect(limit.current).toBeGreaterThanOrEqual(150);
});
