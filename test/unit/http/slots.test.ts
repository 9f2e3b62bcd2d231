import fc from 'fast-check';

import { createSlots, roomFor } from '../../../vivi/http/slots';

/** A clock that stands still. */
const still = { now: () => 0, sleep: async () => await Promise.resolve() };

it('starts all in order, one a turn and never too many at once, whatever fails', () =>
	fc.assert(
		fc.asyncProperty(
			fc.scheduler(),
			fc.array(fc.boolean(), { maxLength: 20 }),
			fc.integer({ min: 1, max: 6 }),
			async (scheduler, works, count) => {
				let turn = 0;
				let underWay = 0;
				let most = 0;
				const startedIn: number[] = [];
				const order: number[] = [];
				const slots = createSlots(roomFor(count), {
					...still,
					nextTurn: async () => {
						await scheduler.schedule(Promise.resolve());
						turn++;
					},
				});
				const all = works.map((succeeds, index) =>
					slots(async () => {
						startedIn.push(turn);
						order.push(index);
						most = Math.max(most, ++underWay);
						await scheduler.schedule(Promise.resolve());
						underWay--;
						if (!succeeds) throw index;
						return index;
					}),
				);
				const results = await scheduler.waitFor(Promise.allSettled(all));

				expect(results).toEqual(
					works.map((succeeds, index) =>
						succeeds
							? { status: 'fulfilled', value: index }
							: { status: 'rejected', reason: index },
					),
				);
				expect(order).toEqual(works.map((_, index) => index));
				expect(new Set(startedIn).size).toBe(startedIn.length);
				expect(most).toBeLessThanOrEqual(count);
				expect(underWay).toBe(0);
			},
		),
	));

it('fills all the room there is', async () => {
	const nextTurn = async () => await Promise.resolve();
	const slots = createSlots(roomFor(3), { ...still, nextTurn });
	let underWay = 0;
	const never = new Promise<never>(() => {});
	for (let i = 0; i < 5; i++) {
		void slots(async () => {
			underWay++;
			await never;
		});
	}
	for (let turns = 0; turns < 20; turns++) await nextTurn();
	expect(underWay).toBe(3);
});

it.each([0, -1, NaN, 0.5])('takes a count of %p as one', async (count) => {
	const slots = createSlots(roomFor(count), still);
	expect(await Promise.all(['a', 'b'].map((value) => slots(async () => value)))).toEqual([
		'a',
		'b',
	]);
});
