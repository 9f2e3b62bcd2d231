import type { JsonObject } from '../http/json';
import type { Answer } from './answer';

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
