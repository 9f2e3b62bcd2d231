import { Deadline } from '../../nodes/Vivi/shared/deadline';
import { until } from '../support/until';

const kindOf = ({ signal }: Deadline) => (signal.reason as { kind?: string } | undefined)?.kind;

afterEach(() => jest.restoreAllMocks());

it('requests that are over leave no timer behind, however many they were', () => {
	const timers = jest.spyOn(AbortSignal, 'timeout');

	for (let count = 0; count < 1000; count++) new Deadline(60_000).end();

	expect(timers.mock.calls.length).toBeLessThan(10);
});

it('each ends at its own moment, in whatever order they began', async () => {
	const given = [60_000, 40, 20_000, 10, 80];
	const all = given.map((ms) => new Deadline(ms));
	await until(() => all[4]!.signal.aborted);

	expect(all.map(kindOf)).toEqual([undefined, 'timeout', undefined, 'timeout', 'timeout']);
	for (const deadline of all) deadline.end();
});

it('one that is looked at too early goes on, and one that is over does not begin anew', async () => {
	const longer = new Deadline(20);
	longer.moved(1024 * 1024);
	const over = new Deadline(60_000);
	over.end();
	over.startAnew(5);
	const witness = new Deadline(60);
	await until(() => witness.signal.aborted);

	expect([kindOf(longer), kindOf(over)]).toEqual([undefined, 'aborted']);
	longer.end();
});
