import { saysFailed } from '../error-texts/failed-answer';
import { isJsonObject, type JsonValue } from '../http/json';
import { serviceMessage } from '../error-texts/service-message';
import { findContent } from './answer-content';

/** The meaning of one event of a stream. VIVI documents no event, so this recognises the usual names. */
export type Piece =
	| { kind: 'text'; text: string }
	/** Ends the answer; may repeat all of it. */
	| { kind: 'end'; text?: string }
	| { kind: 'failed'; reason: string | undefined }
	/** Progress, metadata and similar events, recognised by their name. */
	| { kind: 'aside' }
	/** The event holds no text. */
	| { kind: 'unknown' };

const END = /^(end|done|final|finish(ed)?|complete[d]?|message_end|result|stop)$/i;
const FAILED = /(^|_)(error|failed|failure|exception)$/i;
const ASIDE =
	/^(meta.*|start|begin|message_start|ping|heartbeat|keep_?alive|status|tool.*|trace|sources?|citations?|usage|thinking|reasoning|user|human|system)$/i;

/**
 * Reads one event.
 * @param data its parsed data; a string is text
 * @param event the event's name, where the format has one
 */
export function readPiece(data: JsonValue, event = ''): Piece {
	const name = eventName(data, event);
	if (FAILED.test(name) || (isJsonObject(data) && saysFailed(data))) {
		return { kind: 'failed', reason: serviceMessage(JSON.stringify(data)) };
	}
	if (ASIDE.test(name)) return { kind: 'aside' };
	const content = findContent(data);
	const text = typeof content === 'string' ? content : undefined;
	if (END.test(name)) return { kind: 'end', ...(text === undefined ? {} : { text }) };
	return text === undefined ? { kind: 'unknown' } : { kind: 'text', text };
}

/** The name from the format, or else the one in the data. */
function eventName(data: JsonValue, event: string): string {
	// Events without a name of their own are called `message` or `data`.
	if (event !== '' && event !== 'message' && event !== 'data') return event;
	if (!isJsonObject(data)) return '';
	const { type, event: own } = data;
	return typeof type === 'string' ? type : typeof own === 'string' ? own : '';
}
