import { ViviApiError } from '../errors';
import type { JsonObject } from '../http/json';
import type { Now, Sleep } from '../http/port';
import { readProgress, type Progress } from './progress';
import { judge, startWaiting, type Look, type Verdict, type Waiting } from './waiting';

/** What waiting takes from whoever waits. */
export interface Clock {
	now: Now;
	sleep: Sleep;
	/** From 0 (inclusive) to 1. */
	random: () => number;
}

/** What waiting has led to. */
export interface Waited {
	verdict: Exclude<Verdict['is'], 'waiting'>;
	/** As it was seen last. */
	record?: JsonObject;
	/** What the last look showed. */
	last: Look;
	waiting: Waiting;
}

/**
 * Looks at a record until VIVI is done with it, it has failed or the time is up.
 * @param read reads the record anew
 * @param first the record, if it was read just now; not the answer to what has started the work, whose
 * status may be that of the request
 * @throws whatever reading throws, other than that the record is missing or that VIVI does not answer
 */
export async function waitUntilDone(
	read: () => Promise<JsonObject>,
	first: JsonObject | undefined,
	options: { forMs: number; mayBeStale: boolean },
	{ now, sleep, random }: Clock,
): Promise<Waited> {
	let waiting = startWaiting(now(), options);
	let record: JsonObject | undefined;
	let known = first;
	for (;;) {
		const seen = known ? { record: known, look: readProgress(known) } : await look(read);
		known = undefined;
		record = seen.record ?? record;
		const judged = judge(waiting, seen.look, { now: now(), random: random() });
		({ waiting } = judged);
		const { verdict } = judged;
		if (verdict.is !== 'waiting') {
			return { verdict: verdict.is, ...(record && { record }), last: seen.look, waiting };
		}
		await sleep(verdict.waitMs);
	}
}

async function look(read: () => Promise<JsonObject>): Promise<{ record?: JsonObject; look: Look }> {
	try {
		const record = await read();
		return { record, look: readProgress(record) satisfies Progress };
	} catch (error) {
		if (!(error instanceof ViviApiError)) throw error;
		const { status } = error;
		if (status === 404) return { look: { is: 'missing' } };
		const isAway = status === undefined || status === 429 || status >= 500;
		if (!isAway) throw error;
		return { look: { is: 'unanswered' } };
	}
}
