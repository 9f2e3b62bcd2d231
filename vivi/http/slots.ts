import type { Now, Sleep } from './port';

/** Runs work when there is room for it; gives the result of the work. */
export type Slots = <T>(work: () => Promise<T>) => Promise<T>;

/** Decides for how many there is room. */
export interface Room {
	/**
	 * When another one may start, in milliseconds since the epoch; Infinity when one of those under
	 * way has to end first.
	 */
	startsFrom(): number;
	/**
	 * One starts.
	 * @returns a function to be called at its end
	 */
	start(): () => void;
}

/** The functions that the slots take from the shell. */
export interface Turns {
	now: Now;
	sleep: Sleep;
	/** Resolves in a later turn of the event loop; a sleep of 0 unless given. */
	nextTurn?: () => Promise<void>;
}

/**
 * Starts work while there is room; the rest waits in its order, and no two start in the same turn of
 * the event loop. Requests of the same turn are all prepared before the first of them is sent. Their
 * answers then come together, too, and the service idles each time while the next ones are prepared.
 */
export function createSlots(room: Room, { now, sleep, nextTurn = () => sleep(0) }: Turns): Slots {
	const waiting: Array<() => void> = [];
	let underWay = 0;
	let isStarting = false;

	async function startWaiting(justStarted = false): Promise<void> {
		if (isStarting) return;
		isStarting = true;
		if (justStarted) await nextTurn();
		// The clock may have moved less than the wait.
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
		// When nothing is under way, no request can get in step with another, so this one need not wait
		// for a turn.
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
 * Room for a fixed number.
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
