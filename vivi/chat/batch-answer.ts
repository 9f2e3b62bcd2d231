import { isJsonObject, parseJson, type JsonValue } from '../http/json';
import type { ViviApiError } from '../http/api-error';
import { answerFrom, declinedText, isDeclined, type Answer } from './answer';

export interface BatchAnswer {
	/**
	 * One for each message, in their order, an error for each that VIVI declined; undefined when the
	 * answers cannot be told apart.
	 */
	answers: Array<Answer | ViviApiError> | undefined;
	raw: JsonValue;
}

const LIST_KEYS = ['responses', 'answers', 'results', 'outputs', 'messages', 'items', 'data'];

/**
 * Reads the answer to several messages: a list of as many, or a list whose entries name their threads.
 * @param threadIds of the messages, in their order
 * @param declined makes the error of a message that VIVI declined for that reason
 */
export function readBatchAnswer(
	body: string,
	threadIds: readonly string[],
	declined: (reason: string, threadId: string) => ViviApiError,
): BatchAnswer {
	const raw = parseJson(body) ?? body;
	const list = findList(raw);
	const ordered = list && inOrder(list, threadIds);
	return {
		answers: ordered?.map((entry, index) => {
			const threadId = threadIds[index]!;
			return isDeclined(entry)
				? declined(declinedText(entry), threadId)
				: answerFrom(entry, threadId);
		}),
		raw,
	};
}

function findList(raw: JsonValue): JsonValue[] | undefined {
	if (Array.isArray(raw)) return raw;
	if (!isJsonObject(raw)) return undefined;
	for (const key of LIST_KEYS) {
		const inner = Object.hasOwn(raw, key) ? raw[key] : undefined;
		if (Array.isArray(inner)) return inner;
		if (key === 'data' && isJsonObject(inner)) return findList(inner);
	}
	return undefined;
}

/**
 * An answer that names one of the threads belongs there, those of one thread in the order in which they
 * came; the others fill what is left by position.
 */
function inOrder(list: JsonValue[], threadIds: readonly string[]): JsonValue[] | undefined {
	if (list.length !== threadIds.length) return undefined;
	const byThread = new Map<string, JsonValue[]>(threadIds.map((id) => [id, []]));
	const others: JsonValue[] = [];
	for (const entry of list) {
		const threadId = isJsonObject(entry) ? entry.threadId : undefined;
		(byThread.get(threadId as string) ?? others).push(entry);
	}
	const ordered = threadIds.map((id) => {
		const own = byThread.get(id)!;
		return own.length > 0 ? own.shift() : others.shift();
	});
	return ordered.every((entry) => entry !== undefined) ? ordered : undefined;
}
