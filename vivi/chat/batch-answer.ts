import { isJsonObject, parseJson, type JsonValue } from '../http/json';
import type { ViviApiError } from '../errors';
import { answerFrom, declinedText, isDeclined, type Answer } from './answer';

export interface BatchAnswer {
	/**
	 * One answer for each message, in their order, or an error where VIVI declined or did not answer;
	 * undefined when nobody can tell which answer belongs to which message.
	 */
	answers: Array<Answer | ViviApiError> | undefined;
	raw: JsonValue;
}

const LIST_KEYS = ['responses', 'answers', 'results', 'outputs', 'messages', 'items', 'data'];

/** Makes the errors of single messages. */
interface BatchErrors {
	/** The error for a message that VIVI declined for that reason. */
	declined: (reason: string, threadId: string) => ViviApiError;
	/** The error for a message without an answer among the others. */
	unanswered: (threadId: string) => ViviApiError;
}

/**
 * Reads the answer to several messages: a list of the same length, or a list whose entries name
 * their threads.
 * @param threadIds the threads of the messages, in their order
 */
export function readBatchAnswer(
	body: string,
	threadIds: readonly string[],
	{ declined, unanswered }: BatchErrors,
): BatchAnswer {
	const raw = parseJson(body) ?? body;
	const list = findList(raw);
	const ordered = list && inOrder(list, threadIds);
	return {
		answers: ordered?.map((entry, index) => {
			const threadId = threadIds[index]!;
			if (entry === undefined) return unanswered(threadId);
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
 * An answer that names a thread belongs to it; answers of one thread keep their order. The others
 * fill the remaining places in order. When there are fewer or more answers than messages, only
 * answers that name a thread can be assigned, and a message without one has none.
 */
function inOrder(
	list: JsonValue[],
	threadIds: readonly string[],
): Array<JsonValue | undefined> | undefined {
	const byThread = new Map<string, JsonValue[]>(threadIds.map((id) => [id, []]));
	const others: JsonValue[] = [];
	for (const entry of list) {
		const threadId = sentTo(threadIn(entry), byThread);
		(byThread.get(threadId ?? '') ?? others).push(entry);
	}
	if (others.length > 0 && list.length !== threadIds.length) return undefined;
	const ordered = threadIds.map((id) => {
		const own = byThread.get(id)!;
		return own.length > 0 ? own.shift() : others.shift();
	});
	const isLeft = others.length > 0 || [...byThread.values()].some(({ length }) => length > 0);
	const isAnswered = ordered.some((entry) => entry !== undefined);
	return isAnswered && !isLeft ? ordered : undefined;
}

/** The thread that an answer names, under the usual names. */
function threadIn(entry: JsonValue): string | undefined {
	if (!isJsonObject(entry)) return undefined;
	const { threadId, thread_id: snakeCase, thread } = entry;
	const named = threadId ?? snakeCase ?? (isJsonObject(thread) ? thread.id : thread);
	return typeof named === 'string' ? named : undefined;
}

/** The same thread, also where a service writes the ID in other letters, as UUIDs allow (RFC 9562 §4). */
function sentTo(named: string | undefined, threads: ReadonlyMap<string, unknown>) {
	if (named === undefined || threads.has(named)) return named;
	const alike = [...threads.keys()].filter((id) => id.toLowerCase() === named.toLowerCase());
	return alike.length === 1 ? alike[0] : undefined;
}
