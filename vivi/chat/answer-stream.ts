import { isJsonObject, parseJson, type JsonObject, type JsonValue } from '../http/json';
import { answerFrom, declinedText, isDeclined, readAnswer, type Answer } from './answer';
import { findContent } from './answer-content';
import { LineSplitter } from './line-splitter';
import { SseParser } from './sse';
import { readPiece } from './stream-piece';

/**
 * The format of the pieces: server-sent events, a JSON value a line, plain text, or one JSON
 * document.
 */
type StreamFormat = 'sse' | 'ndjson' | 'raw' | 'json';

/** After so many characters the beginning decides the format; an honest event ends sooner. */
const MOST_UNDECIDED = 256 * 1024;

/** Up to so many characters, each piece is looked at together with those before. */
const LOOKED_AT_OFTEN = 1024;
/**
 * Beyond this, they are looked at again when their number has grown by this factor; a piece may be a
 * single byte.
 */
const GROWTH = 1.25;

interface StreamedAnswer extends Answer {
	/** Set when the agent says that it breaks off. */
	failure?: { reason: string | undefined };
}

/**
 * Reads an agent's answer while it arrives. VIVI does not document the format of the stream, so the
 * content type decides: plain text is the agent's words, whatever it begins with. Only when the
 * content type says nothing, the beginning of the text decides. It makes no difference where the
 * bytes are cut.
 */
export class AnswerStream {
	// Keeps half a character for the next piece. Node's decoder drops more or fewer byte order marks
	// depending on where the bytes are cut, so this class removes them itself.
	private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
	private hasBegun = false;
	private format: StreamFormat | undefined;
	/** Text that came before the format was known, or the whole JSON document. */
	private held = '';
	/** How much text is needed before it is looked at again. */
	private nextLook = 0;
	private readonly sse = new SseParser();
	private readonly lines = new LineSplitter();

	private text = '';
	/** The whole answer, where the last event repeats it. */
	private repeated: string | undefined;
	private count = 0;
	/** The first event that matters. */
	private whole: JsonValue | undefined;
	/** Events without text. */
	private readonly others: JsonValue[] = [];
	private failure: { reason: string | undefined } | undefined;

	/** @param contentType of the response; may be empty */
	constructor(private readonly contentType: string) {
		this.format = formatByType(contentType);
	}

	/** The body, if it is one JSON document and not a stream. */
	get document(): string | undefined {
		return this.format === 'json' ? this.held : undefined;
	}

	/** Takes the next bytes; returns the new text, often none. */
	push(bytes: Uint8Array): string {
		return this.take(this.decode(bytes), false);
	}

	/** Call it once, after the last byte. `newText` holds only the text that is known now. */
	end(threadId: string): { answer: StreamedAnswer; newText: string } {
		const known = this.text.length;
		this.take(this.decode(), true);
		if (this.format === 'sse') this.readEvents(this.sse.end());
		if (this.format === 'ndjson') this.readLines([this.lines.end() ?? '']);
		const answer = this.answer(threadId);
		return { answer, newText: (answer.text ?? '').slice(known) };
	}

	/** The text of the next bytes, or of the rest at the end; without a byte order mark at the start. */
	private decode(bytes?: Uint8Array): string {
		const text = bytes ? this.decoder.decode(bytes, { stream: true }) : this.decoder.decode();
		const isStart = !this.hasBegun && text !== '';
		this.hasBegun ||= isStart;
		return isStart ? text.replace(/^\ufeff/, '') : text;
	}

	private answer(threadId: string): StreamedAnswer {
		if (this.format === 'json') {
			const json = parseJson(this.held);
			const failure = isDeclined(json) ? { failure: { reason: declinedText(json) } } : {};
			return { ...readAnswer(this.held, threadId), ...failure };
		}
		const failure = this.failure ? { failure: this.failure } : {};
		// A service that does not stream: everything is in one event.
		if (this.count === 1 && isJsonObject(this.whole)) {
			return { ...answerFrom(this.whole, threadId), ...failure };
		}
		const raw = { format: this.format ?? 'raw', events: this.others };
		const text = this.text === '' ? (this.repeated ?? '') : this.text;
		return { text, structuredOutput: null, threadId, raw, ...failure };
	}

	private take(text: string, last: boolean): string {
		if (this.format === undefined) {
			this.held += text;
			const { length } = this.held;
			const decide = last || length > MOST_UNDECIDED;
			if (!decide && length < this.nextLook) return '';
			this.nextLook = length > LOOKED_AT_OFTEN ? length * GROWTH : 0;
			this.format = formatByStart(this.held, this.contentType, decide);
			if (this.format === undefined) return '';
			text = this.held;
			this.held = '';
		}
		switch (this.format) {
			case 'sse':
				return this.readEvents(this.sse.push(text));
			case 'ndjson':
				return this.readLines(this.lines.push(text));
			case 'json':
				this.held += text;
				return '';
			case 'raw':
				this.text += text;
				return text;
		}
	}

	private readEvents(events: Array<{ event: string; data: string }>): string {
		return events.map(({ event, data }) => this.read(data, event)).join('');
	}

	private readLines(lines: string[]): string {
		return lines
			.map((line) => line.replace(/^\x1e/, '')) // a record of RFC 7464 begins with it
			.map((line) => (line.trim() === '' ? '' : this.read(line)))
			.join('');
	}

	/** The data of one event: JSON or plain text. */
	private read(data: string, event = ''): string {
		// The end mark that many services copied from OpenAI's.
		if (data.trim() === '[DONE]') return '';
		const json = parseJson(data);
		// Here `42` and `true` are words of an answer.
		const value = typeof json === 'object' && json !== null ? json : asText(json, data);
		const piece = readPiece(value, event);
		this.count++;
		if (piece.kind !== 'aside') this.whole ??= value;
		if (piece.kind === 'text') {
			this.text += piece.text;
			return piece.text;
		}
		if (piece.kind === 'failed') this.failure ??= { reason: piece.reason };
		if (piece.kind === 'end') this.repeated ??= piece.text;
		this.others.push(value);
		return '';
	}
}

function asText(json: JsonValue | undefined, data: string): string {
	return typeof json === 'string' ? json : data;
}

function formatByType(contentType: string): StreamFormat | undefined {
	if (/\btext\/event-stream\b/i.test(contentType)) return 'sse';
	if (/\b(x-)?(ndjson|jsonl|jsonlines|json-seq|json-lines|stream\+json)\b/i.test(contentType)) {
		return 'ndjson';
	}
	return /^\s*text\/plain\b/i.test(contentType) ? 'raw' : undefined;
}

const SSE_FIELDS = ['data:', 'event:', 'id:', 'retry:'];

/**
 * Recognises the format by the first characters.
 * @param last whether no more characters will come, so that it has to decide
 * @returns undefined when it needs more characters
 */
function formatByStart(head: string, contentType: string, last: boolean): StreamFormat | undefined {
	const start = head.replace(/^[\r\n]+/, '');
	const isJson = /[/+]json\b/i.test(contentType);
	if (!isJson && SSE_FIELDS.some((field) => start.startsWith(field))) return 'sse';
	if (!isJson && !last && SSE_FIELDS.some((field) => field.startsWith(start))) return undefined;

	const otherwise = isJson ? 'json' : 'raw';
	if (!isJson && !/^\s*(\{|$)/.test(start)) return 'raw';
	// The first line distinguishes a JSON value a line from a document over several lines and from a
	// text.
	const [, line, end] = /^\s*([^\r\n]*)([\r\n])?/.exec(start) ?? [];
	if (end === undefined && !last) return undefined;
	const value = parseJson(line ?? '');
	if (!isJsonObject(value) || !(isJson || isEvent(value))) return otherwise;
	return end === undefined ? 'json' : 'ndjson';
}

/**
 * Whether a line of JSON is an event of the stream, and not an agent's answer that begins with a
 * brace.
 */
function isEvent(value: JsonObject): boolean {
	return 'type' in value || 'event' in value || findContent(value) !== undefined;
}
