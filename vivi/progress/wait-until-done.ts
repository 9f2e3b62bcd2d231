import { ViviApiError } from '../errors';
import type { JsonObject } from '../http/json';
import type { Now, Sleep } from '../http/port';
import { readProgress, type Progress } from './progress';

/** What waiting takes from whoever waits. */
export interface Clock {
	now: Now;
	sleep: Sleep;
	/** From 0 (inclusive) to 1; several that wait spread their looks by it. */
	random: () => number;
}

/** What a look at a record has shown. */
export type Look =
	| Progress
	/** There is no such record, or not yet. */
	| { is: 'missing' }
	/** VIVI did not answer this time. */
	| { is: 'unanswered' };

interface Seen {
	/** What the last look showed. */
	last: Look;
	/** As it was seen last. */
	record?: JsonObject;
	/** The last status that was seen. */
	status?: string;
}

/** What waiting has led to. */
export interface Waited extends Seen {
	verdict: 'done' | 'failed' | 'gone' | 'untold' | 'late';
}

/** The first wait; each is longer than the one before. */
const FIRST_WAIT_MS = 1_000;
const GROWTH = 1.5;
const LONGEST_WAIT_MS = 15_000;

/**
 * So long after a start a final status counts even if no work was seen: VIVI may have been quicker than the
 * first look. Before, it may be that of the time before the start.
 */
const SETTLED_MS = 10_000;

/**
 * Looks at a record until VIVI is done with it, it has failed or the time is up.
 * @param read reads the record anew
 * @param first the record, if it was read just now; not the answer to what has started the work, whose
 * status may be that of the request
 * @param options.mayBeStale whether a final status may still be that of earlier work
 * @throws whatever reading throws, other than that the record is missing or that VIVI does not answer
 */
export async function waitUntilDone(
	read: () => Promise<JsonObject>,
	first: JsonObject | undefined,
	{ forMs, mayBeStale }: { forMs: number; mayBeStale: boolean },
	{ now, sleep, random }: Clock,
): Promise<Waited> {
	const start = now();
	const until = start + forMs;
	let known: Seen | undefined;
	let sawWork = false;
	for (let looks = 1; ; looks++) {
		const seen: Seen = looks === 1 && first ? seenIn(first) : await look(read);
		const time = now();
		sawWork ||= seen.last.is === 'working' || seen.last.is === 'unclear';
		const isSettled = sawWork || time - start >= SETTLED_MS || time >= until;
		const verdict = verdictOf(seen, known, isSettled || !mayBeStale);
		known = { ...known, ...seen };
		if (verdict) return { verdict, ...known };
		if (time >= until) return { verdict: 'late', ...known };
		// The last look is at the very end.
		await sleep(Math.min(backOff(looks, random()), until - time));
	}
}

/** What a look means; undefined where VIVI is still at work. */
function verdictOf(
	{ last: { is } }: Seen,
	before: Seen | undefined,
	isOfThisWork: boolean,
): Waited['verdict'] | undefined {
	if (is === 'untold') return is;
	// What was only just made may not be known everywhere.
	if (is === 'missing') return before?.record && 'gone';
	return (is === 'done' || is === 'failed') && isOfThisWork ? is : undefined;
}

async function look(read: () => Promise<JsonObject>): Promise<Seen> {
	try {
		return seenIn(await read());
	} catch (error) {
		if (!(error instanceof ViviApiError)) throw error;
		const { status } = error;
		if (status === 404) return { last: { is: 'missing' } };
		const isAway = status === undefined || status === 429 || status >= 500;
		if (!isAway) throw error;
		return { last: { is: 'unanswered' } };
	}
}

function seenIn(record: JsonObject): Seen {
	const last = readProgress(record);
	return { last, record, ...('status' in last && { status: last.status }) };
}

function backOff(looks: number, random: number): number {
	const step = Math.min(FIRST_WAIT_MS * GROWTH ** (looks - 1), LONGEST_WAIT_MS);
	return Math.round(step / 2 + (step / 2) * random);
}
