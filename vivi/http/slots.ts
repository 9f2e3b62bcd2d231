import type { Now, Sleep } from './port';

/** Runs work when there is room for it; hands over what the work gives. */
export type Slots = <T>(work: () => Promise<T>) => Promise<T>;

/** Says for how many there is room. */
export interface Room {
	/**
	 * From when on another one may start, in milliseconds since the epoch; Infinity while one of those
	 * that are under way has to end first.
	 */
	startsFrom(): number;
	/**
	 * One starts.
	 * @returns to be called when it has ended
	 */
	start(): () => void;
}

/** What the places take from the shell. */
export interface Turns {
	now: Now;
	sleep: Sleep;
	/** Resolves in a later turn of the event loop; a sleep of nothing unless given. */
	nextTurn?: () => Promise<void>;
}

/**
 * Lets work start while there is room; the rest waits in the order in which it came, and no two start in
 * the same turn of the event loop. Requests that do are all made ready before the first of them is sent,
 * and answered together they stay in step: the service idles while they are made ready, time and again.
 */
export function createSlots(room: Room, { now, sleep, nextTurn = () => sleep(0) }: Turns): Slots {
	const waiting: Array<() => void> = [];
	let underWay = 0;
	let isStarting = false;

	async function startWaiting(justStarted = false): Promise<void> {
		if (isStarting) return;
		isStarting = true;
		if (justStarted) await nextTurn();
		// The clock is not trusted to have moved on by as much as was waited.
		for (let waited = -Infinity; waiting.length > 0;) {
			const from = room.startsFrom();
			if (from === Infinity) break;
			if (from > Math.max(waited, now())) {
				waited = from;
				await sleep(from - now());
			} else {
				waiting.shift()!();
				await nextTurn();
			}
		}
		isStarting = false;
	}

	const start = () => {
		underWay++;
		return room.start();
	};

	return async (work) => {
		// With nothing under way there is nothing to be in step with, and one after the other waits for no turn.
		const isAlone = underWay === 0 && waiting.length === 0 && room.startsFrom() <= now();
		const end = isAlone
			? start()
			: await new Promise<() => void>((resolve) => {
					waiting.push(() => resolve(start()));
					void startWaiting();
				});
		if (isAlone) void startWaiting(true);
		try {
			return await work();
		} finally {
			underWay--;
			end();
			void startWaiting();
		}
	};
}

/**
 * Room for so many at once, whatever comes.
 * @param count at least one; fractions are rounded down
 */
export function roomFor(count: number): Room {
	// Not a number, zero and fractions all mean at least one.
	let free = Math.max(1, Math.floor(count) || 1);
	return {
		startsFrom: () => (free > 0 ? -Infinity : Infinity),
		start() {
			free--;
			return () => void free++;
		},
	};
}
