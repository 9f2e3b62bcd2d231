import { ViviApiError } from '../errors';
import type { JsonObject } from '../http/json';
import type { Now, Sleep } from '../http/port';
import { readProgress, type Progress } from './progress';

/** The functions that waiting takes from its caller. */
export interface Clock {
	now: Now;
	sleep: Sleep;
	/** From 0 (inclusive) to 1; several that wait spread their looks by it. */
	random: () => number;
}

/** The result of one look at a record. */
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

/** The result of waiting. */
export interface Waited extends Seen {
	verdict: 'done' | 'failed' | 'gone' | 'untold' | 'late';
}

/** The first wait; each is longer than the one before. */
const FIRST_WAIT_MS = 1_000;
const GROWTH = 1.5;
const LONGEST_WAIT_MS = 15_000;

/**
 * After this time a final status counts even if no work was seen: VIVI may have finished before the first
 * look. Earlier, the status may be the one from before the start.
 */
const SETTLED_MS = 10_000;

/**
 * Looks at a record until VIVI is done with it, it has failed or the time is up.
 * @param read reads the record anew
 * @param first the record, if it was read just now; not the answer to the request that started the work,
 * because its status may be that of the request
 * @param options.mayBeStale whether a final status may still be that of earlier work
 * @throws the errors of reading, except a missing record and a missing answer
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

/** The verdict after a look; undefined while VIVI is still at work. */
function verdictOf(
	{ last: { is } }: Seen,
	before: Seen | undefined,
	isOfThisWork: boolean,
): Waited['verdict'] | undefined {
	if (is === 'untold') return is;
	// Some servers of VIVI's may not know a new record yet.
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
