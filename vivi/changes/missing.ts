import type { ReadResult } from './read-whole-list';
import type { MissingRecords, WatchedList } from './watched-list';

/** When many records go missing together, they count as deleted after so many polls in a row … */
export const POLLS_TO_CONFIRM = 4;
/** … or after two polls that are so far apart: whoever polls once a day need not wait for days. */
export const LONG_APART_MS = 10 * 60_000;

/** So many records of a long list may go missing at once and count as deleted immediately. */
const FEW = 20;

/**
 * Finds the known records that are not in the list, and decides which of them are deleted.
 *
 * A service in trouble may answer with an empty list, or with a part of it, and say that this is all; a
 * minute later everything is there again. So when much is missing at once, further polls have to confirm
 * it. Until then the records stay known, and none of them counts as created when it returns. While
 * records of a list are unconfirmed, so is every other record that goes missing in it: such a service may
 * recover bit by bit.
 * @param weight how many polls this one counts for, see {@link pollWeight}
 */
export function findMissing(list: WatchedList, result: ReadResult, weight: number): MissingRecords {
	const { known } = list;
	if (!known) return { deleted: [], missedPolls: new Map(), unconfirmed: 0, returned: [] };
	const unseen = result.complete ? result.comparison.unseen() : [];
	const missing = new Set(unseen.map(({ id }) => id));
	const counted = [...known].filter(([, { missedPolls = 0 }]) => missedPolls > 0);
	const returned = counted.map(([id]) => id).filter((id) => result.comparison.hasSeen(id));
	if (counted.length === 0 && !isMuch(list, missing.size)) {
		return { deleted: unseen, missedPolls: new Map(), unconfirmed: 0, returned };
	}
	const counts = new Map<string, number>();
	for (const id of missing) {
		const { missedPolls = 0 } = known.get(id)!;
		counts.set(id, missedPolls === 0 ? 1 : Math.min(missedPolls + weight, POLLS_TO_CONFIRM));
	}
	const deleted = unseen.filter(({ id }) => counts.get(id)! >= POLLS_TO_CONFIRM);
	const unconfirmed = unseen.length - deleted.length;
	return { deleted, missedPolls: counts, unconfirmed, returned };
}

/**
 * How many polls in a row this one counts for.
 * @param last when the poll before was, if it left unconfirmed records
 */
export function pollWeight(last: number | undefined, now: number): number {
	return last !== undefined && now - last >= LONG_APART_MS ? POLLS_TO_CONFIRM : 1;
}

/** A single missing record is normal, unless it was the only one or a workspace with its records. */
function isMuch({ resource, holds, known }: WatchedList, missing: number): boolean {
	if (missing === 0) return false;
	const total = known!.size;
	const isWithOthers = resource.name === 'workspace' || (holds && !holds.resource.grows);
	if (missing === total || isWithOthers) return true;
	return missing > FEW || (missing > 1 && missing * 4 >= total);
}
