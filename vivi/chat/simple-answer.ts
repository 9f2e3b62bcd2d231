import type { JsonObject } from '../http/json';
import type { Answer } from './answer';

/**
 * An answer as people work with it: what the agent said and where. The whole answer of VIVI repeats that;
 * only where nothing was recognised in it does it stand beside, so that nothing gets lost.
 */
export function simpleAnswer({ text, structuredOutput, threadId, raw }: Answer): JsonObject {
	return {
		text,
		...(structuredOutput !== null && { structuredOutput }),
		threadId,
		...(text === null && structuredOutput === null && { raw }),
	};
}
