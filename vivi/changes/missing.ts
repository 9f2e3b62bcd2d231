import type { Missing, WatchedList } from './watched-list';

/** A record that went together with many others is deleted when so many looks in a row say so … */
export const LOOKS_TO_AGREE = 4;
/** … or two of them that are so far apart: whoever polls once a day need not wait for days. */
export const LONG_APART_MS = 10 * 60_000;

/** So many may go at once from a long list without being doubted. */
const FEW = 20;

/**
 * Decides which of the missing records are deleted.
 *
 * A service that is not well may answer with an empty list, or with a part of it, and say that this is
 * all; a minute later everything is there again. So a loss of much at once is believed only when
 * further looks agree. Until then the records stay as they were told, and none of them is created when
 * it comes back. While a list is doubted, whatever else goes missing in it is doubted too: such a
 * service may recover bit by bit.
 * @param weight how many looks this one counts for, see {@link lookWeight}
 */
export function missingFrom(list: WatchedList, weight: number): Missing {
	const { told, look } = list;
	if (!told || !look) return { gone: [], looks: new Map(), doubted: 0, back: [] };
	const unseen = look.complete ? look.comparison.unseen() : [];
	const missing = new Set(unseen.map(({ id }) => id));
	const counted = [...told].filter(([, { missed = 0 }]) => missed > 0).map(([id]) => id);
	const back = counted.filter((id) => look.comparison.hasSeen(id));
	if (counted.length === 0 && !isMuch(list, missing.size)) {
		return { gone: unseen, looks: new Map(), doubted: 0, back };
	}
	const looks = new Map<string, number>();
	for (const id of missing) {
		const { missed = 0 } = told.get(id)!;
		looks.set(id, missed === 0 ? 1 : Math.min(missed + weight, LOOKS_TO_AGREE));
	}
	const gone = unseen.filter(({ id }) => looks.get(id)! >= LOOKS_TO_AGREE);
	return { gone, looks, doubted: unseen.length - gone.length, back };
}

/**
 * How many looks in a row this one counts for.
 * @param last when the look before was, if something was doubted then
 */
export function lookWeight(last: number | undefined, now: number): number {
	return last !== undefined && now - last >= LONG_APART_MS ? LOOKS_TO_AGREE : 1;
}

/** A single record that goes is everyday life, unless it was the only one or takes others along. */
function isMuch({ resource, told }: WatchedList, missing: number): boolean {
	if (missing === 0) return false;
	const known = told!.size;
	if (missing === known || resource.name === 'workspace') return true;
	return missing > FEW || (missing > 1 && missing * 4 >= known);
}
