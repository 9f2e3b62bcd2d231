import { isJsonObject, parseJson, type JsonObject, type JsonValue } from '../http/json';
import { answerFrom, declinedText, isDeclined, type Answer } from './answer';

export interface BatchAnswer {
	/** One for each message, in their order; undefined when the answers cannot be told apart. */
	answers: Answer[] | undefined;
	raw: JsonValue;
}

const LIST_KEYS = ['responses', 'answers', 'results', 'outputs', 'messages', 'items', 'data'];

/**
 * Reads the answer to several messages: a list of as many, or a list whose entries name their threads.
 * @param threadIds of the messages, in their order
 */
export function readBatchAnswer(body: string, threadIds: readonly string[]): BatchAnswer {
	const raw = parseJson(body) ?? body;
	const list = findList(raw);
	const ordered = list && inOrder(list, threadIds);
	return {
		answers: ordered?.map((entry, index) => readEntry(entry, threadIds[index]!)),
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

function readEntry(entry: JsonValue, threadId: string): Answer {
	if (!isDeclined(entry)) return answerFrom(entry, threadId);
	const declined = declinedText(entry as JsonObject);
	return { text: null, structuredOutput: null, threadId, raw: entry, declined };
}
