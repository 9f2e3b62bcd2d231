import { own } from '../client/values-under';
import { isJsonObject, type JsonObject, type JsonValue } from '../http/json';

/** The keys under which such services put the agent's text, the surest first; VIVI documents no key. */
const ANSWER_KEYS = ['answer', 'response', 'output', 'reply', 'completion'] as const;
/** Wrappers that many services put around an answer, beside a `message` such as "Success". */
const ENVELOPE_KEYS = ['data', 'result'] as const;
const TEXT_KEYS = ['text', 'content', 'message', 'token', 'delta', 'chunk'] as const;
const LIST_KEYS = ['messages', 'choices'] as const;

/** Nobody wraps an answer more deeply; the limit also bounds the work on hostile input. */
const MAX_DEPTH = 6;

/** The agent's words: a text, or an object where it has structured output. */
export type Content = string | JsonObject;

/**
 * Finds the agent's words in an answer of unknown shape.
 * @returns undefined when nothing looks like them
 */
export function findContent(value: JsonValue | undefined, depth = 0): Content | undefined {
	if (typeof value === 'string') return value;
	if (depth > MAX_DEPTH || value === undefined || value === null) return undefined;
	if (Array.isArray(value)) return findInList(value, depth);
	if (!isJsonObject(value)) return undefined;

	const inner = (key: string) => findContent(own(value, key), depth + 1);
	const envelope = (key: string) => (typeof own(value, key) === 'object' ? inner(key) : undefined);
	const said = (key: string) => {
		const held = own(value, key);
		return isJsonObject(held) && !isMessage(key, held) ? held : inner(key);
	};
	return (
		first(ANSWER_KEYS, said) ??
		first(ENVELOPE_KEYS, envelope) ??
		first(TEXT_KEYS, said) ??
		first(LIST_KEYS, inner) ??
		first(ENVELOPE_KEYS, said)
	);
}

function first(keys: readonly string[], read: (key: string) => Content | undefined) {
	for (const key of keys) {
		const content = read(key);
		if (content !== undefined) return content;
	}
	return undefined;
}

/** True when one of the keys that can only mean an answer is filled in. */
export function hasAnswerKey(value: JsonObject): boolean {
	return ANSWER_KEYS.some((key) => Object.hasOwn(value, key) && (value[key] ?? '') !== '');
}

/**
 * A list holds either parts of one text (content blocks) or messages, of which the agent's last one
 * counts.
 */
function findInList(list: readonly JsonValue[], depth: number): Content | undefined {
	const said = list.filter((item) => !isFromHuman(item));
	if (said.length > 0 && said.every(isTextPart)) {
		return said.map((part) => (isJsonObject(part) ? part.text : part)).join('');
	}
	return findContent(said.at(-1), depth + 1);
}

function isTextPart(item: JsonValue): boolean {
	if (!isJsonObject(item)) return typeof item === 'string';
	return item.type === 'text' && typeof item.text === 'string';
}

function isFromHuman(item: JsonValue): boolean {
	if (!isJsonObject(item)) return false;
	return /^(user|human|system)$/i.test(String(item.role ?? item.type ?? ''));
}

/** Whether an object is a message or a part of one, rather than the structured answer itself. */
function isMessage(key: string, value: JsonObject): boolean {
	return (
		key === 'delta' ||
		'role' in value ||
		('content' in value && ('type' in value || 'id' in value || 'additional_kwargs' in value))
	);
}
