import { pageNumberOf } from './next-page';
import type { Answer, ListReading } from './list-reading';
import { withoutParameter, withParameter } from '../address/url';

/**
 * What asking has led to: the page that follows; `end` when there is none; `moved` when the list
 * changed meanwhile, so that nothing can be said; `nothing` when the service takes no notice of the
 * ways in which it was asked.
 */
export type Asked = Answer | 'end' | 'moved' | 'nothing';

/** What is asked about. */
export interface Question {
	/** The page before. */
	answer: Answer;
	/** Of the record after that page. */
	offset: number;
	/** The service says that there is more, but not how to get it. */
	isThere: boolean;
}

/** A way of asking; undefined when it led to nothing, so that the next one is tried. */
type Way = (reading: ListReading, question: Question) => Promise<Asked | undefined>;

/**
 * Finds out what follows a page that does not say it. The usual ways are tried one after the other: by
 * offset, then by page number. What is found is remembered in the reading's facts.
 *
 * An end takes more than an answer that brings nothing new: a service that does not know what it is
 * asked answers with its first page. So an end is an empty page, an error that says that there is no
 * such page, or a page that begins with the last known record and has nothing behind it.
 */
export async function askForMore(reading: ListReading, question: Question): Promise<Asked> {
	const { answer } = question;
	const knowsPage = pageNumberOf(answer.body) !== undefined || reading.facts.way === 'page';
	const ways: Way[] = knowsPage ? [byNextNumber, byOffset] : [byOffset, byNumber];
	for (const way of ways) {
		const asked = await way(reading, question);
		if (asked !== undefined) return asked;
	}
	if (!(await isStill(reading, answer))) return 'moved';
	reading.learnUnpaged(answer);
	return 'nothing';
}

/** Whether the page is as it was. */
async function isStill(reading: ListReading, { step, keys }: Answer): Promise<boolean> {
	const again = await reading.tryFetch(step);
	return typeof again !== 'string' && isSame(again.keys, keys);
}

/** Asks for the records from an offset on. */
const byOffset: Way = async (reading, { answer, offset, isThere }) => {
	const step = { ...reading.offsetStep(answer, offset), isAsked: true };
	let found = await reading.tryFetch(step);
	if (typeof found !== 'string' && step.overlap) {
		const isKnown = found.keys[0] === step.overlap.anchor;
		if (isKnown && found.keys.length === 1) return nothingMore(found, isThere, reading, 'offset');
		// Asked from a known record on, a service that has none there counts in another way.
		if (found.keys.length === 0) return undefined;
		if (!reading.repeats(found)) return await offsetPage(found, reading, answer);
		found = await reading.tryFetch(reading.withoutOverlap(step));
	}
	if (typeof found === 'string') return undefined;
	if (found.keys.length === 0) return nothingMore(found, isThere, reading, 'offset');
	return reading.hasNew(found) ? await offsetPage(found, reading, answer) : undefined;
};

/** A page that came for an offset, if it is what lies there. */
async function offsetPage(
	found: Answer,
	reading: ListReading,
	answer: Answer,
): Promise<Answer | 'moved' | undefined> {
	// The first page looks like one from further down when something has moved meanwhile.
	if (reading.hasMoved(found)) return 'moved';
	if (reading.follows(found)) return goOn(found, reading, 'offset');
	// Otherwise the service takes the offset for something else than a number of records.
	return (await isStill(reading, answer)) ? undefined : 'moved';
}

/** Asks for the page after one whose number is known. */
const byNextNumber: Way = async (reading, { answer, isThere }) => {
	const number = pageNumberOf(answer.body) ?? reading.facts.firstPage ?? 1;
	const found = await reading.tryFetch(numbered(answer, number + 1));
	if (found === 'refused') return undefined;
	if (found === 'noSuchPage' || found.keys.length === 0) {
		return nothingMore(found, isThere, reading, 'page');
	}
	return isSame(found.keys, answer.keys) ? undefined : goOn(found, reading, 'page');
};

/** Asks for pages by their number, not knowing whether the first one is 0 or 1. */
const byNumber: Way = async (reading, { answer, isThere }) => {
	const second = await reading.tryFetch(numbered(answer, 2));
	if (second === 'refused') return undefined;
	const first = await reading.tryFetch(numbered(answer, 1));
	if (typeof first === 'string') return undefined;
	if (isSame(first.keys, answer.keys)) {
		if (second === 'noSuchPage' || second.keys.length === 0) {
			return nothingMore(second, isThere, reading, 'page', 1);
		}
		if (!isSame(first.keys, second.keys)) return goOn(second, reading, 'page', 1);
		// Whatever the number, the same page comes.
		reading.learnUnpaged(answer);
		return 'nothing';
	}
	const zeroth = await reading.tryFetch(numbered(answer, 0));
	if (typeof zeroth === 'string' || !isSame(zeroth.keys, answer.keys)) return 'moved';
	if (first.keys.length === 0) return nothingMore(first, isThere, reading, 'page', 0);
	return goOn(first, reading, 'page', 0);
};

/** A page from which the reading goes on. */
function goOn(
	found: Answer,
	reading: ListReading,
	way: 'offset' | 'page',
	firstPage?: number,
): Answer {
	reading.learn(way, firstPage);
	reading.way = way;
	return found;
}

/** The end; where there should have been more, what was found may have a word about that. */
function nothingMore(
	found: Answer | 'noSuchPage',
	isThere: boolean,
	reading: ListReading,
	way: 'offset' | 'page',
	firstPage?: number,
): Answer | 'end' {
	reading.learn(way, firstPage);
	return isThere && typeof found !== 'string' ? found : 'end';
}

function numbered({ step }: Answer, number: number) {
	const url = withParameter(withoutParameter(step.url, 'offset'), 'page', number);
	return { url, style: 'page' as const, isAsked: true };
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
	return some.length === others.length && some.every((key, at) => key === others[at]);
}
