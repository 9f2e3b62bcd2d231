import type { Progress } from './progress';

/** What a look at a record has shown. */
export type Look =
	| Progress
	/** There is no such record, or not yet. */
	| { is: 'missing' }
	/** VIVI did not answer this time. */
	| { is: 'unanswered' };

/** What has been learnt so far. Plain data, so that waiting needs no clock and can be gone on with. */
export interface Waiting {
	startedAt: number;
	/** When the time is up; both in milliseconds. */
	until: number;
	/** Whether a final status may still be that of before. */
	mayBeStale: boolean;
	looks: number;
	sawRecord: boolean;
	sawWork: boolean;
	/** The last status that was seen. */
	status?: string;
}

export type Verdict =
	| { is: 'done' | 'failed' | 'gone' | 'untold' | 'late' }
	/** Not yet: look again after so many milliseconds. */
	| { is: 'waiting'; waitMs: number };

/** The first wait; each is longer than the one before. */
const FIRST_WAIT_MS = 1_000;
const GROWTH = 1.5;
const LONGEST_WAIT_MS = 15_000;

/**
 * So long after a start a final status counts even if no work was seen: VIVI may have been quicker than the
 * first look. Before, it may be that of the time before the start.
 */
const SETTLED_MS = 10_000;

/** Begins to wait. */
export function startWaiting(
	now: number,
	{ forMs, mayBeStale }: { forMs: number; mayBeStale: boolean },
): Waiting {
	return {
		...{ startedAt: now, until: now + forMs, mayBeStale },
		...{ looks: 0, sawRecord: false, sawWork: false },
	};
}

/**
 * Decides what a look means.
 * @param random from 0 (inclusive) to 1; several that wait spread their looks by it
 * @returns what is known from now on, and what to do
 */
export function judge(
	before: Waiting,
	look: Look,
	{ now, random }: { now: number; random: number },
): { waiting: Waiting; verdict: Verdict } {
	const waiting = learnt(before, look);
	const verdict = finalVerdict(waiting, before, look, now);
	if (verdict) return { waiting, verdict: { is: verdict } };
	if (now >= waiting.until) return { waiting, verdict: { is: 'late' } };
	// The last look is at the very end.
	const waitMs = Math.min(backOff(waiting.looks, random), waiting.until - now);
	return { waiting, verdict: { is: 'waiting', waitMs } };
}

function learnt(before: Waiting, look: Look): Waiting {
	const isRecord = look.is !== 'missing' && look.is !== 'unanswered';
	return {
		...before,
		looks: before.looks + 1,
		sawRecord: before.sawRecord || isRecord,
		sawWork: before.sawWork || look.is === 'working' || look.is === 'unclear',
		...('status' in look && { status: look.status }),
	};
}

function finalVerdict(waiting: Waiting, before: Waiting, look: Look, now: number) {
	const { startedAt, until, mayBeStale, sawWork } = waiting;
	switch (look.is) {
		case 'untold':
			return 'untold';
		case 'missing':
			// What was only just made may not be known everywhere.
			return before.sawRecord ? 'gone' : undefined;
		case 'done':
		case 'failed': {
			const isFresh = !mayBeStale || sawWork || now - startedAt >= SETTLED_MS || now >= until;
			return isFresh ? look.is : undefined;
		}
		default:
			return undefined;
	}
}

function backOff(looks: number, random: number): number {
	const step = Math.min(FIRST_WAIT_MS * GROWTH ** (looks - 1), LONGEST_WAIT_MS);
	return Math.round(step / 2 + (step / 2) * random);
}
