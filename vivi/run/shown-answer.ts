import { simplify } from '../catalogue/settings';
import type { Answer } from '../chat/answer';
import { simpleAnswer } from '../chat/simple-answer';
import { readField, type InputValues } from '../client/input-values';
import type { JsonObject } from '../http/json';
import type { Ports } from './ports';

/**
 * An agent's answer in the wanted form; a step whose later steps rely on its fields gives all of
 * them.
 */
export function shownAnswer(answer: Answer, values: InputValues, { step }: Ports): JsonObject {
	const isWhole = step !== undefined || readField(simplify, values[simplify.name]) === false;
	return isWhole ? { ...answer } : simpleAnswer(answer);
}
