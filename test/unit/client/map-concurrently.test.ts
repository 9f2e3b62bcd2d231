import fc from 'fast-check';
import { mapConcurrently } from '../../../vivi/client/map-concurrently';

it('keeps the order, keeps to the limit and stops for nobody', () =>
	fc.assert(
		fc.asyncProperty(
			fc.scheduler(),
			fc.array(fc.boolean(), { maxLength: 20 }),
			fc.integer({ min: 1, max: 6 }),
			async (scheduler, items, limit) => {
				let inFlight = 0;
				let most = 0;
				const all = mapConcurrently(items, limit, async (succeeds, index) => {
					most = Math.max(most, ++inFlight);
					await scheduler.schedule(Promise.resolve());
					inFlight--;
					if (!succeeds) throw index;
					return index;
				});
				const results = await scheduler.waitFor(all);
				expect(results).toEqual(
					items.map((ok, index) => (ok ? { ok, value: index } : { ok, error: index })),
				);
				expect(most).toBe(Math.min(limit, items.length));
			},
		),
	));

it.each([0, -1, NaN, 0.5])('takes a limit of %p as one', async (limit) => {
	expect(await mapConcurrently(['a', 'b'], limit, async (item) => item)).toEqual([
		{ ok: true, value: 'a' },
		{ ok: true, value: 'b' },
	]);
});

it('settles what throws before it waits', async () => {
	const fail = (): Promise<never> => {
		throw new TypeError('at once');
	};
	expect(await mapConcurrently([1], 2, fail)).toEqual([
		{ ok: false, error: expect.any(TypeError) },
	]);
});

it('lets what has started go on before the next one starts', async () => {
	const order: string[] = [];
	const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));
	const work = async (name: string) => {
		order.push(`${name} starts`);
		await Promise.resolve();
		order.push(`${name} goes on`);
	};
	await mapConcurrently(['a', 'b'], 2, work, nextTurn);
	expect(order).toEqual(['a starts', 'a goes on', 'b starts', 'b goes on']);
});

it('starts more when the limit may be higher, before anything has ended', async () => {
	let limit = 1;
	let raise = () => {};
	const mayBeMore = new Promise<void>((resolve) => {
		raise = () => {
			limit = 3;
			resolve();
		};
	});
	let inFlight = 0;
	let end = () => {};
	const allUnderWay = new Promise<void>((resolve) => (end = resolve));
	const work = async () => {
		if (++inFlight === 1) raise();
		if (inFlight === 3) end();
		await allUnderWay;
	};
	const results = await mapConcurrently([1, 2, 3], () => limit, work, undefined, mayBeMore);
	expect(results).toHaveLength(3);
});
