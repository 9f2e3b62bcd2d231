import { numberIn, withoutParameter } from '../address/url';
import type { ListFacts } from './known-lists';
import type { Answer, Step } from './list-answer';
import { isRefusal } from './paging-errors';

/**
 * Gets the first page. When a service refuses to be told a number, it is asked once more without
 * one. If the service has accepted such a number before, the refusal has another reason.
 * @param facts what is known about the list; gets new facts about the number
 * @param doubts whether the service may refuse the number although it accepted it before
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
			// The reason was not the number.
			throw isBadRequest(error) ? refusal : error;
		});
		facts.refusesLimit = true;
		return answer;
	}
}

function isBadRequest(error: unknown): boolean {
	return isRefusal(error) && (error.status === 400 || error.status === 422);
}
