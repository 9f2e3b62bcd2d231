import { numberIn } from '../address/url';
import type { ListFacts } from './known-lists';
import type { Answer } from './list-answer';

/**
 * Whether earlier readings, or earlier pages, show that nothing can follow a page.
 * @param isFirst whether it is the first page
 */
export function isKnownToEnd(
	{ records, step }: Answer,
	{ fullest, endedAt }: ListFacts,
	isFirst: boolean,
): boolean {
	const asked = numberIn(step.url, 'limit') ?? Infinity;
	const count = records.length;
	if (count < Math.min(asked, fullest)) return true;
	return isFirst && count === endedAt && count < asked && !mayBeFull(count);
}

/**
 * Whether a page of so many records is known to be everything. Some services repeat their last page
 * for all later ones, and only a longer list shows that they know pages.
 */
export function isUnpaged(count: number, { way, ignoresLimit, unpagedAt = 0 }: ListFacts): boolean {
	return way === 'none' && (ignoresLimit === true || count <= unpagedAt);
}

/** Whether so many records may be a whole list, for a service that cannot be asked for more. */
export function isWholeList(count: number, { fullest, ignoresLimit }: ListFacts): boolean {
	return count <= 1 || count < fullest || !mayBeFull(count, ignoresLimit);
}

/**
 * Whether a page of so many records may be as full as the service makes them: few or round numbers.
 * Nobody chooses 37 as the size of a page.
 * @param ignoresLimit a service that chooses its own number does not choose a small one
 */
export function mayBeFull(count: number, ignoresLimit = false): boolean {
	const isRound = [8, 10, 12, 25].some((step) => count % step === 0) || (count + 1) % 100 === 0;
	return ignoresLimit ? count >= 20 && isRound : count <= 10 || isRound || count % 5 === 0;
}
