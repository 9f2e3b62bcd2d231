import { bareClient } from './bare-client';
import { casesOf, deviations } from './deviations';
import { FAULTS, KINDS, type Kind } from './matrix';
import { play } from './play';
import type { Shell } from './shell';
import { createWorld, type World } from './world';

/** Longer than the slowest case takes on a busy machine. */
const TIMEOUT_MS = 60_000;

interface Scope {
	/** Those that the shell knows; all of them unless said otherwise. */
	kinds?: readonly Kind[];
	/** Whether what the core does without the shell is tested as well; its words are always compared. */
	withCore?: boolean;
}

/** Every fault of the matrix, against every kind of operation. */
export function describeFaults(shell: Shell, { kinds = KINDS, withCore = false }: Scope): void {
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
					const stolen = [...world.stolen];
					const isError = played.outcome.error !== undefined;
					const core =
						isError || withCore ? await play(world, bareClient, fault, which) : undefined;
					expect(deviations(shell, fault, which, played, core)).toEqual([]);
					if (core && withCore) expect(deviations(bareClient, fault, which, core)).toEqual([]);
					// A redirect or a next page that was followed would show there.
					expect([...stolen, ...world.stolen]).toEqual([]);
				},
				TIMEOUT_MS,
			);
		});
	});
}
