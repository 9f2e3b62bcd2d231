import { chat } from '../catalogue/chat';
import { NetworkFailure, type HttpResponse } from '../http/port';
import type { Answer } from './answer';
import { AnswerStream } from './answer-stream';
import { channelCalls, isSuccess, type ChatOptions } from './channel-calls';
import { createChat, type Chat } from './client';
import { channelError, isUnusable, streamFailed } from './channel-error';
import { messageBody, type OutgoingMessage } from './message';
import type { StreamHttp, StreamResponse } from '../http/stream-port';

export interface StreamingChatOptions extends ChatOptions {
	/** Adds the channel's key itself, for answers that arrive piece by piece. */
	streamHttp: StreamHttp;
}

export interface StreamingChat extends Chat {
	/** `onText` gets the text as it arrives; all pieces together are the answer's text. */
	stream(message: OutgoingMessage, onText?: (text: string) => unknown): Promise<Answer>;
}

/** A chat that can also read an answer while the agent writes it; it too sends a message only once. */
export function createStreamingChat(options: StreamingChatOptions): StreamingChat {
	const { streamHttp } = options;
	const { request, contextOf, holdBack, refused } = channelCalls(options);

	async function stream(
		message: OutgoingMessage,
		onText: (text: string) => unknown = () => {},
	): Promise<Answer> {
		const operation = chat.operations.stream;
		const { threadId } = message;
		const whole = request(operation, JSON.stringify(messageBody(message)), 'application/json');
		whole.headers!.accept = 'text/event-stream, application/x-ndjson, application/json, text/plain';

		await holdBack(operation);
		try {
			const response = await streamHttp(whole);
			const { headers, chunks } = response;
			const type = headers['content-type'] ?? '';
			if (!isSuccess(response) || /\bhtml\b/i.test(type)) {
				throw refused(await readWhole(response), operation, threadId);
			}
			const parser = new AnswerStream(type);
			for await (const chunk of chunks) {
				const text = parser.push(chunk);
				if (text !== '') await onText(text);
			}
			const { answer, newText } = parser.end(threadId);
			const { failure, ...rest } = answer;
			if (failure) throw streamFailed(failure.reason, contextOf(operation, threadId));
			const { document } = parser;
			if (document !== undefined) refuseUnusable({ ...response, body: document }, threadId);
			if (newText !== '') await onText(newText);
			return rest;
		} catch (error) {
			if (!(error instanceof NetworkFailure)) throw error;
			throw channelError(error, contextOf(operation, threadId));
		}
	}

	function refuseUnusable({ status, headers, body }: HttpResponse, threadId: string): void {
		const outcome = { status, headers, body };
		if (isUnusable(outcome))
			throw channelError(outcome, contextOf(chat.operations.stream, threadId));
	}

	return { ...createChat(options), stream };
}

/** The body of a refusal; nobody reads more than this. */
const MAX_REFUSAL_BYTES = 256 * 1024;

async function readWhole({ status, headers, chunks }: StreamResponse): Promise<HttpResponse> {
	const parts: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of chunks) {
		parts.push(chunk);
		size += chunk.length;
		if (size > MAX_REFUSAL_BYTES) break;
	}
	return { status, headers, body: Buffer.concat(parts).toString('utf8') };
}
