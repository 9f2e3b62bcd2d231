import { simplify } from '../catalogue/settings';
import type { Answer } from '../chat/answer';
import { readField, type InputValues } from '../client/input-values';
import type { JsonObject } from '../http/json';
import type { Ports } from './ports';

/** The output of a step about its message, beside the answer. */
export const ANSWERED = { status: 'answered', statusText: 'The agent has answered.' };

/**
 * An agent's answer in the wanted form; a step whose later steps rely on its fields gives all of
 * them.
 */
export function shownAnswer(answer: Answer, values: InputValues, { step }: Ports): JsonObject {
	if (step) return { ...ANSWERED, ...answer };
	const isWhole = readField(simplify, values[simplify.name]) === false;
	return isWhole ? { ...answer } : simpleAnswer(answer);
}

/**
 * For an agent that needs more time than the step has. VIVI documents no way to call back.
 * @param reason a sentence about the end of the time
 */
export function pendingAnswer(reason: string, threadId: string): JsonObject {
	const none: Answer = { text: null, structuredOutput: null, threadId, raw: null };
	const statusText = `${reason} The step waits no longer. The message was sent once and VIVI may still be processing it; the answer then stands in the thread ${threadId}.`;
	return { status: 'pending', statusText, ...none };
}

/**
 * An answer as people work with it: the agent's words and the thread. VIVI's whole answer repeats
 * them; it is added only when no words were recognised, so that nothing gets lost.
 */
export function simpleAnswer({ text, structuredOutput, threadId, raw }: Answer): JsonObject {
	return {
		text,
		...(structuredOutput !== null && { structuredOutput }),
		threadId,
		...(text === null && structuredOutput === null && { raw }),
	};
}
