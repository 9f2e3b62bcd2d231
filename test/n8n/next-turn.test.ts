import { nextTurn } from '../../nodes/Vivi/shared/next-turn';

it('is a later turn each time, after all that waits for nothing but this one', async () => {
	const order: string[] = [];
	const turns = (async () => {
		await nextTurn();
		order.push('first turn');
		await nextTurn();
		order.push('second turn');
	})();
	for (let i = 0; i < 50; i++) await Promise.resolve();
	order.push('this turn');
	await Promise.all([turns, nextTurn()]);
	expect(order).toEqual(['this turn', 'first turn', 'second turn']);
});

it('lets Node read answers in between', async () => {
	let turnsOfNode = 0;
	let isOver = false;
	const count = () => {
		turnsOfNode++;
		if (!isOver) setImmediate(count);
	};
	setImmediate(count);
	for (let i = 0; i < 100; i++) await nextTurn();
	isOver = true;
	expect(turnsOfNode).toBeGreaterThanOrEqual(99);
});
