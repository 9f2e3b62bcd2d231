import { saysFailed } from '../error-texts/failed-answer';
import { isJsonObject, parseJson, type JsonObject, type JsonValue } from '../http/json';
import { serviceMessage } from '../error-texts/service-message';
import { findContent, hasAnswerKey } from './answer-content';

/** The answer to one message. */
export interface Answer {
	/** What the agent wrote; null when no text was found, as with structured output. */
	text: string | null;
	/** The answer of an agent with structured output; null for all others. */
	structuredOutput: JsonObject | null;
	/** The conversation of the message. */
	threadId: string;
	/** VIVI's whole answer; for a stream, everything in it besides the text. */
	raw: JsonValue;
}

/** Reads the body of an answer of any shape; nothing of it gets lost. */
export function readAnswer(body: string, threadId: string): Answer {
	const json = parseJson(body);
	// A number or a single `true` is the agent's words, not a value to compute with.
	const said = isJsonObject(json) || Array.isArray(json) || typeof json === 'string' ? json : body;
	return answerFrom(said, threadId);
}

/** The same for an answer that has been parsed. */
export function answerFrom(raw: JsonValue, threadId: string): Answer {
	const content = findContent(raw);
	if (typeof content === 'string') {
		const parsed = /^\s*\{/.test(content) ? parseJson(content) : undefined;
		const structuredOutput = isJsonObject(parsed) ? parsed : null;
		return { text: content, structuredOutput, threadId, raw };
	}
	// An object without any of the known keys may be the agent's own structured output.
	const bare = content === undefined && isJsonObject(raw) && Object.keys(raw).length > 0;
	return { text: null, structuredOutput: content ?? (bare ? raw : null), threadId, raw };
}

/**
 * Whether an answer of 2xx says that there is none. `success` or `error` beside an answer may be
 * part of the agent's words.
 */
export function isDeclined(json: JsonValue | undefined): json is JsonObject {
	return isJsonObject(json) && saysFailed(json) && !hasAnswerKey(json);
}

/** Why it was declined, in VIVI's words where they can be shown. */
export function declinedText(json: JsonObject): string {
	return serviceMessage(JSON.stringify(json)) ?? 'VIVI declined the message without a reason.';
}
