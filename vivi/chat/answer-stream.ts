import { isJsonObject, parseJson, type JsonObject, type JsonValue } from '../http/json';
import { answerFrom, declinedText, isDeclined, readAnswer, type Answer } from './answer';
import { findContent } from './answer-content';
import { LineSplitter } from './line-splitter';
import { SseParser } from './sse';
import { readPiece } from './stream-piece';

/** How the pieces are wrapped: server-sent events, a JSON value a line, plain text, one JSON document. */
export type StreamFormat = 'sse' | 'ndjson' | 'raw' | 'json';

/** After so many characters the format is what they look like; an honest event ends sooner. */
const MOST_UNDECIDED = 256 * 1024;

/** Up to so many characters each piece is looked at together with those before. */
const LOOKED_AT_OFTEN = 1024;
/** Beyond, they are looked at when they have become so many times as many; pieces may be a byte long. */
const GROWTH = 1.25;

export interface StreamedAnswer extends Answer {
	/** Set when the agent broke off by saying so. */
	failure?: { reason: string | undefined };
}

/**
 * Reads an agent's answer while it arrives. VIVI does not document the wire format, so it is told by
 * the content type: plain text is what the agent said, however it begins. Only where the type says
 * nothing, the beginning of the text decides. How the bytes are cut plays no part.
 */
export class AnswerStream {
	// Keeps half a character for the next piece. Where bytes are cut decides how many byte order marks
	// Node's decoder drops, so it is left to us.
	private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
	private hasBegun = false;
	private format: StreamFormat | undefined;
	/** Text that came before the format was known, or all of a JSON document. */
	private held = '';
	/** How much has to be held before it is looked at again. */
	private nextLook = 0;
	private readonly sse = new SseParser();
	private readonly lines = new LineSplitter();

	private text = '';
	/** The whole answer, where the last event has it. */
	private repeated: string | undefined;
	private count = 0;
	/** The first event that is more than an aside. */
	private whole: JsonValue | undefined;
	/** Events without text. */
	private readonly others: JsonValue[] = [];
	private failure: { reason: string | undefined } | undefined;

	/** @param contentType of the response; may be empty */
	constructor(private readonly contentType: string) {
		this.format = formatByType(contentType);
	}

	/** The body, where it is one JSON document after all and no stream. */
	get document(): string | undefined {
		return this.format === 'json' ? this.held : undefined;
	}

	/** Takes the next bytes; returns the text that became known by them, often none. */
	push(bytes: Uint8Array): string {
		return this.take(this.decode(bytes), false);
	}

	/** To be called once, after the last byte. `newText` is what became known only now. */
	end(threadId: string): { answer: StreamedAnswer; newText: string } {
		const known = this.text.length;
		this.take(this.decode(), true);
		if (this.format === 'sse') this.readEvents(this.sse.end());
		if (this.format === 'ndjson') this.readLines([this.lines.end() ?? '']);
		const answer = this.answer(threadId);
		return { answer, newText: (answer.text ?? '').slice(known) };
	}

	/** The text of the next bytes, or what is left at the end; without the mark it may begin with. */
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
		// A service that does not stream after all: everything is in one event.
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

	/** One event's data: JSON, or text that stands for itself. */
	private read(data: string, event = ''): string {
		// The sign of the end that many services took over from OpenAI's.
		if (data.trim() === '[DONE]') return '';
		const json = parseJson(data);
		// `42` and `true` are words of an answer here.
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
 * Tells the format by the first characters.
 * @param last no more will come, so it has to be decided
 * @returns undefined when more is needed
 */
function formatByStart(head: string, contentType: string, last: boolean): StreamFormat | undefined {
	const start = head.replace(/^[\r\n]+/, '');
	const isJson = /[/+]json\b/i.test(contentType);
	if (!isJson && SSE_FIELDS.some((field) => start.startsWith(field))) return 'sse';
	if (!isJson && !last && SSE_FIELDS.some((field) => field.startsWith(start))) return undefined;

	const otherwise = isJson ? 'json' : 'raw';
	if (!isJson && !/^\s*(\{|$)/.test(start)) return 'raw';
	// The first line tells a JSON value a line from a document over several lines or a text.
	const [, line, end] = /^\s*([^\r\n]*)([\r\n])?/.exec(start) ?? [];
	if (end === undefined && !last) return undefined;
	const value = parseJson(line ?? '');
	if (!isJsonObject(value) || !(isJson || isEvent(value))) return otherwise;
	return end === undefined ? 'json' : 'ndjson';
}

/** Whether a line of JSON is one of this stream's, and not an agent's answer that begins with a brace. */
function isEvent(value: JsonObject): boolean {
	return 'type' in value || 'event' in value || findContent(value) !== undefined;
}
