import { bareClient } from './bare-client';
import { casesOf, deviations } from './deviations';
import { FAULTS, KINDS, type Kind } from './matrix';
import { play } from './play';
import type { Shell } from './shell';
import { createWorld, type World } from './world';

/** Longer than the slowest case takes on a busy machine. */
const TIMEOUT_MS = 60_000;

/** Every fault of the matrix, against every kind of operation that the shell knows. */
export function describeFaults(shell: Shell, kinds: readonly Kind[] = KINDS): void {
	let world: World;
	beforeAll(async () => {
		world = await createWorld();
	});
	afterAll(async () => await world?.close());

	const groups = [...new Set(FAULTS.map(({ group }) => group))];
	describe.each(groups)(`${shell.name}: %s`, (group) => {
		describe.each(FAULTS.filter((fault) => fault.group === group))('$name', (fault) => {
			const cases = casesOf(fault).filter(({ kind }) => kinds.includes(kind));
			it.each(cases)(
				'$kind, $extent',
				async (which) => {
					const played = await play(world, shell, fault, which);
					const isError = played.outcome.error !== undefined && shell !== bareClient;
					const core = isError ? await play(world, bareClient, fault, which) : undefined;
					expect(deviations(shell, fault, which, played, core)).toEqual([]);
					// A redirect or a next page that was followed would show there.
					expect(world.stolen).toEqual([]);
				},
				TIMEOUT_MS,
			);
		});
	});
}
