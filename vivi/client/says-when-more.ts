import { numberIn, withParameter } from '../address/url';
import type { ListFacts } from './known-lists';
import { isStill, type Answer, type Step, type Tried } from './list-answer';
import { nextPage } from './next-page';

interface SpeakingList {
	facts: ListFacts;
	/** Whether to ask although earlier readings know the answer. */
	doubts: boolean;
	base: URL;
	firstPage: number | undefined;
	tryFetch: (step: Step) => Promise<Tried>;
}

/**
 * Finds out whether the service says so when more records follow, by a request for a single record of a
 * page that holds several. The list's facts remember the answer.
 */
export async function saysWhenMore(answer: Answer, list: SpeakingList): Promise<boolean> {
	const { facts, doubts, tryFetch } = list;
	const { step, keys } = answer;
	const isFull = keys.length >= (numberIn(step.url, 'limit') ?? Infinity);
	const isTrusted = facts.speaks !== undefined && !doubts && !isFull;
	if (isTrusted || keys.length < 2) return facts.speaks === true && isTrusted;
	const one = await tryFetch({ ...step, url: withParameter(step.url, 'limit', 1) });
	if (typeof one === 'string') return (facts.speaks = false);
	facts.ignoresLimit = one.records.length > 1;
	const next = nextPage({
		...{ base: list.base, url: one.step.url, headers: one.headers, body: one.body },
		...{ style: step.style, firstPage: list.firstPage, wasGiven: false },
		...{ count: 1, size: 1, reached: 1 },
	});
	const speaks = !facts.ignoresLimit && typeof next !== 'string';
	// If one of the two records went in the meantime, no record followed, and the answer proves nothing.
	if (!speaks && keys.length === 2 && !(await isStill(list, answer))) return false;
	return (facts.speaks = speaks);
}
