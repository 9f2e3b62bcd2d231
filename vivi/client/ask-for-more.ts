import { pageNumberOf } from './paging-info';
import type { ListFacts } from './known-lists';
import { isSame, isStill, type Answer, type Step, type Tried } from './list-answer';
import type { ListTotal } from './list-total';
import type { PageSteps } from './page-steps';
import type { SeenRecords } from './seen-records';
import { withoutParameter, withParameter } from '../address/url';

/** The list in question: the records up to now, and how to get its pages. */
export interface AskedList {
	readonly facts: ListFacts;
	readonly seen: SeenRecords;
	readonly total: ListTotal;
	readonly steps: PageSteps;
	/** How to ask for pages that no answer announces, once a way has worked. */
	way: 'offset' | 'page' | undefined;
	/** Gets a page that may not exist. */
	tryFetch(step: Step): Promise<Tried>;
}

/**
 * The result of asking: the page that follows; `end` when there is none; `moved` when the list
 * changed meanwhile, so that nobody can tell; `nothing` when the service ignores all ways of asking.
 */
export type Asked = Answer | 'end' | 'moved' | 'nothing';

/** The page to ask about. */
export interface Question {
	/** The page before. */
	answer: Answer;
	/** The offset of the record after that page. */
	offset: number;
	/** The service says that there is more, but not how to get it. */
	isThere: boolean;
}

/** A way of asking; undefined when it did not work, so that the next one is tried. */
type Way = (list: AskedList, question: Question) => Promise<Asked | undefined>;

/**
 * Finds out what follows a page that does not say so itself. It tries the usual ways one after the
 * other: by offset, then by page number. The list's facts remember the result.
 *
 * An answer without new records does not prove an end: a service that does not understand the
 * question answers with its first page. An end is an empty page, an error that says that there is no
 * such page, or a page that begins with the last known record and holds nothing after it.
 */
export async function askForMore(list: AskedList, question: Question): Promise<Asked> {
	const { answer } = question;
	const knowsPage = pageNumberOf(answer.body) !== undefined || list.facts.way === 'page';
	const ways: Way[] = knowsPage ? [byNextNumber, byOffset] : [byOffset, byNumber];
	for (const way of ways) {
		const asked = await way(list, question);
		if (asked !== undefined) return asked;
	}
	if (!(await isStill(list, answer))) return 'moved';
	learnUnpaged(list, answer);
	return 'nothing';
}

/** Asks for the records from an offset on. */
const byOffset: Way = async (list, { answer, offset, isThere }) => {
	const step = { ...list.steps.byOffset(answer, offset), isAsked: true };
	let found = await list.tryFetch(step);
	if (typeof found !== 'string' && step.overlap) {
		const isKnown = found.keys[0] === step.overlap.anchor;
		if (isKnown && found.keys.length === 1) return nothingMore(found, isThere, list, 'offset');
		// The service has no record at the offset of a known one, so it counts in another way.
		if (found.keys.length === 0) return undefined;
		if (!list.seen.repeats(found)) return await offsetPage(found, list, answer);
		found = await list.tryFetch(list.steps.withoutOverlap(step));
	}
	if (typeof found === 'string') return undefined;
	if (found.keys.length === 0) return nothingMore(found, isThere, list, 'offset');
	return list.seen.hasNew(found) ? await offsetPage(found, list, answer) : undefined;
};

/** A page that was asked for by offset, if it holds the records from there. */
async function offsetPage(
	found: Answer,
	list: AskedList,
	answer: Answer,
): Promise<Answer | 'moved' | undefined> {
	// The first page looks like a later one when the list has moved meanwhile.
	if (list.total.hasMoved(found)) return 'moved';
	if (list.seen.follows(found)) return goOn(found, list, 'offset');
	// Otherwise the service reads the offset as something other than a number of records.
	return (await isStill(list, answer)) ? undefined : 'moved';
}

/** Asks for the page after one with a known number. */
const byNextNumber: Way = async (list, { answer, isThere }) => {
	const number = pageNumberOf(answer.body) ?? list.facts.firstPage ?? 1;
	const found = await list.tryFetch(numbered(answer, number + 1));
	if (found === 'refused') return undefined;
	if (found === 'noSuchPage' || found.keys.length === 0) {
		return nothingMore(found, isThere, list, 'page');
	}
	return isSame(found.keys, answer.keys) ? undefined : goOn(found, list, 'page');
};

/** Asks for pages by number, without knowing whether the first one is 0 or 1. */
const byNumber: Way = async (list, { answer, isThere }) => {
	const second = await list.tryFetch(numbered(answer, 2));
	if (second === 'refused') return undefined;
	const first = await list.tryFetch(numbered(answer, 1));
	if (typeof first === 'string') return undefined;
	if (isSame(first.keys, answer.keys)) {
		if (second === 'noSuchPage' || second.keys.length === 0) {
			return nothingMore(second, isThere, list, 'page', 1);
		}
		if (!isSame(first.keys, second.keys)) return goOn(second, list, 'page', 1);
		// The same page comes for any number.
		learnUnpaged(list, answer);
		return 'nothing';
	}
	const zeroth = await list.tryFetch(numbered(answer, 0));
	if (typeof zeroth === 'string' || !isSame(zeroth.keys, answer.keys)) return 'moved';
	if (first.keys.length === 0) return nothingMore(first, isThere, list, 'page', 0);
	return goOn(first, list, 'page', 0);
};

/** A page after which the list goes on. */
function goOn(found: Answer, list: AskedList, way: 'offset' | 'page', firstPage?: number): Answer {
	learn(list, way, firstPage);
	list.way = way;
	return found;
}

/** The end; if more should follow, the list may have changed. */
function nothingMore(
	found: Answer | 'noSuchPage',
	isThere: boolean,
	list: AskedList,
	way: 'offset' | 'page',
	firstPage?: number,
): Answer | 'end' {
	learn(list, way, firstPage);
	return isThere && typeof found !== 'string' ? found : 'end';
}

function numbered({ step }: Answer, number: number) {
	const url = withParameter(withoutParameter(step.url, 'offset'), 'page', number);
	return { url, style: 'page' as const, isAsked: true };
}

/** Remembers the way in which the service can be asked for pages. */
function learn({ facts }: AskedList, way: 'offset' | 'page', firstPage?: number): void {
	facts.way = way;
	if (firstPage !== undefined) facts.firstPage = firstPage;
}

/** Remembers that the service ignored all questions about what follows that page. */
function learnUnpaged({ facts }: AskedList, { records }: Answer): void {
	facts.way = 'none';
	facts.unpagedAt = records.length;
}
