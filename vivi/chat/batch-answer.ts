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

/** By thread where every entry names one and no two are the same, otherwise by position. */
function inOrder(list: JsonValue[], threadIds: readonly string[]): JsonValue[] | undefined {
	if (list.length !== threadIds.length) return undefined;
	const byThread = new Map<string, JsonValue>();
	for (const entry of list) {
		if (isJsonObject(entry) && typeof entry.threadId === 'string') {
			byThread.set(entry.threadId, entry);
		}
	}
	const distinct = byThread.size === list.length;
	if (!distinct || !threadIds.every((id) => byThread.has(id))) return list;
	return threadIds.map((id) => byThread.get(id)!);
}

function readEntry(entry: JsonValue, threadId: string): Answer {
	if (!isDeclined(entry)) return answerFrom(entry, threadId);
	const declined = declinedText(entry as JsonObject);
	return { text: null, structuredOutput: null, threadId, raw: entry, declined };
}
