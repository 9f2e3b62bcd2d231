import { numberIn, withoutParameter } from '../address/url';
import type { ListFacts } from './known-lists';
import type { Answer, Step } from './list-answer';
import { isRefusal } from './paging-errors';

/**
 * Gets the first page. A service that refuses to be told a number is asked once more, without one. It is
 * not the number that it refuses where it has taken such a number before.
 * @param facts what is known about the list; what is learnt about the number is added
 * @param doubts whether the number may be refused although it was taken before
 */
export async function openList(
	url: string,
	{
		facts,
		doubts,
		fetch,
	}: {
		facts: ListFacts;
		doubts: boolean;
		fetch: (step: Step) => Promise<Answer>;
	},
): Promise<Answer> {
	const plain = withoutParameter(url, 'limit');
	if (facts.refusesLimit) return await fetch({ url: plain });
	const limit = numberIn(url, 'limit') ?? 0;
	const { takesLimit = 0 } = facts;
	try {
		const answer = await fetch({ url });
		facts.takesLimit = Math.max(takesLimit, limit);
		return answer;
	} catch (refusal) {
		const mayBeLimit = plain !== url && (limit > takesLimit || doubts);
		if (!mayBeLimit || !isBadRequest(refusal)) throw refusal;
		const answer = await fetch({ url: plain }).catch((error: unknown) => {
			// It was not the number, then.
			throw isBadRequest(error) ? refusal : error;
		});
		facts.refusesLimit = true;
		return answer;
	}
}

function isBadRequest(error: unknown): boolean {
	return isRefusal(error) && (error.status === 400 || error.status === 422);
}
