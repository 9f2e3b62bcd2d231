import type { StatsSnapshot } from '../../sandbox/stats';
import { prepare } from './call';
import type { Fault, Kind } from './matrix';
import type { Outcome, Session, Shell } from './shell';
import { access, PAGE_LIMIT, strike, type Access, type Extent, type World } from './world';

/** One operation while something goes wrong, and what was to be seen of it. */
export interface Played {
	access: Access;
	outcome: Outcome;
	/** What reached the sandbox meanwhile. */
	stats: StatsSnapshot;
	/** How many changes the operation made to VIVI. */
	effect: number;
	/** Requests that the operation takes when nothing goes wrong. */
	undisturbed: number;
	/** What a trigger told of the one new record, at this poll and at the next. */
	told?: Array<Record<string, unknown>>;
	/** The new record of which it is to tell. */
	newId?: unknown;
}

const MINUTE = 60_000;

/** Lets the shell carry out one operation of the kind while the fault is there. */
export async function play(
	world: World,
	shell: Shell,
	fault: Fault,
	{ kind, extent }: { kind: Kind; extent: Extent },
): Promise<Played> {
	const { sandbox } = world;
	const known = access(world, fault, kind);
	const session = await shell.open(known, { timeoutMs: fault.timeoutMs ?? MINUTE });
	// The token is there already, so that only the request itself is hit.
	if (!fault.unreachable && kind !== 'exchange') await undisturbed(session, sandbox, 'get');
	if (kind === 'poll') return await playPoll(world, session, fault, { known, extent });
	const call = prepare(sandbox, kind);
	strike(world, fault, kind, extent, known.key);
	const outcome = await session.run(call);
	return {
		...{ access: known, outcome, stats: sandbox.stats(), effect: call.effect() },
		undisturbed: kind === 'list' ? pages(world) : 1,
	};
}

/** A trigger that has seen everything, a new record, and a poll that is hit. */
async function playPoll(
	world: World,
	session: Session,
	fault: Fault,
	{ known, extent }: { known: Access; extent: Extent },
): Promise<Played> {
	const { sandbox } = world;
	if (!fault.unreachable) await undisturbed(session, sandbox, 'poll');
	const { id } = sandbox.data.insert('prompt', { name: 'New' });
	try {
		const call = prepare(sandbox, 'poll');
		strike(world, fault, 'poll', extent, known.key);
		const outcome = await session.run(call);
		const played = {
			...{ access: known, outcome, stats: sandbox.stats(), effect: call.effect() },
			undisturbed: pages(world),
		};
		sandbox.setFaults();
		// What the key may no longer do, it will not tell of.
		if (fault.unreachable || (fault.meanwhile && outcome.error)) return played;
		const next = await undisturbed(session, sandbox, 'poll');
		return { ...played, told: [...(outcome.items ?? []), ...next], newId: id };
	} finally {
		sandbox.data.remove('prompt', String(id));
	}
}

async function undisturbed(session: Session, sandbox: World['sandbox'], kind: Kind) {
	const { items, error } = await session.run(prepare(sandbox, kind));
	if (!items) throw new Error(`Undisturbed, '${kind}' failed: ${error?.message}`);
	return items;
}

function pages({ sandbox }: World): number {
	return Math.ceil(sandbox.data.count('prompt') / PAGE_LIMIT);
}
