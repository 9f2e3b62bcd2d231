import type { StatsSnapshot } from '../../sandbox/stats';
import { REPORTED, REPORTED_LISTS } from '../../vivi/catalogue/report';
import type { WorkspaceReport } from '../../vivi/report/types';
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
	/** What a report tells beside what is there. */
	report?: ReportPlayed;
	/** What a trigger reported of the one new record, in this poll and the next. */
	told?: Array<Record<string, unknown>>;
	/** The new record that it has to report. */
	newId?: unknown;
}

export interface ReportPlayed {
	/** How many lists it is made of, the one of the workspaces aside. */
	lists: number;
	/** The codes it names in place of lists. */
	named: string[];
	/** Pages of the lists that it names. */
	pagesNamed: number;
	/** Figures that are neither right nor named. */
	wrong: string[];
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
		...(kind === 'report' && playedReport(world, outcome)),
	};
}

/** Compares a report with what is there. */
function playedReport(
	{ sandbox: { data } }: World,
	{ items = [] }: Outcome,
): Pick<Played, 'report' | 'undisturbed'> {
	const report: ReportPlayed = { lists: 0, named: [], pagesNamed: 0, wrong: [] };
	let undisturbed = 1;
	for (const { id } of data.list('workspace')) {
		const workspaceId = String(id);
		const row = items.find((one) => one['workspaceId'] === workspaceId) as
			WorkspaceReport | undefined;
		for (const list of REPORTED_LISTS) {
			const { name } = REPORTED[list];
			const count = data.count(name, { workspaceId });
			const failures = row?.failures.filter(({ resource }) => resource === name) ?? [];
			report.lists++;
			undisturbed += pagesOf(count);
			report.named.push(...failures.map(({ code }) => code));
			report.pagesNamed += failures.length * pagesOf(count);
			const isRight = row?.[list] === (failures.length === 1 ? null : count);
			if (row && !isRight) report.wrong.push(`${list} of ${workspaceId}: ${row[list]}`);
		}
	}
	return { report, undisturbed };
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
		// The trigger cannot report what its key may no longer read.
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
	return pagesOf(sandbox.data.count('prompt'));
}

function pagesOf(count: number): number {
	return Math.max(1, Math.ceil(count / PAGE_LIMIT));
}
