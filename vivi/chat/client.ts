import { channelApi } from '../catalogue/channel-api';
import type { Operation } from '../catalogue/types';
import { multipart, type UploadFile } from '../client/multipart';
import { fillPath } from '../client/path';
import { apiUrl } from '../client/url';
import type { ViviApiError } from '../http/api-error';
import { parseJson, type JsonValue } from '../http/json';
import {
	bodyText,
	NetworkFailure,
	type Http,
	type HttpRequest,
	type HttpResponse,
	type Now,
	type Sleep,
} from '../http/port';
import { refusalInForce, shareRefusal, type SharedPause } from '../http/shared-pause';
import { readTypedId } from '../input/record-id';
import { parseServiceUrl } from '../http/service-url';
import { readAnswer, type Answer } from './answer';
import { AnswerStream } from './answer-stream';
import { readBatchAnswer, type BatchAnswer } from './batch-answer';
import { channelLabel, type ChannelLabels } from './channel';
import {
	channelError,
	heldBack,
	isUnusable,
	messageDeclined,
	messageUnanswered,
	noFileUrl,
	streamFailed,
	type ChannelErrorContext,
} from './channel-error';
import { findFileUrl } from './file-url';
import { messageBody, type OutgoingMessage } from './message';
import type { StreamHttp, StreamResponse } from './stream-port';

export interface ChatOptions {
	/** Attaches the channel's key itself. */
	http: Http;
	/** The same for answers that arrive bit by bit. */
	streamHttp: StreamHttp;
	now: Now;
	baseUrl: string;
	channelId: string;
	/** For the whole answer of the agent, in milliseconds. */
	timeoutMs: number;
	/** How errors name the values of the channel. */
	labels?: ChannelLabels;
	/** Without it, what VIVI asked of one message says nothing about the next. */
	patience?: Patience;
}

/** Holds back what is not sent yet, after a 429 that says for how long. */
export interface Patience {
	/** To share between the chats of one channel. */
	pause: SharedPause;
	sleep: Sleep;
	/** What would have to wait for longer is not sent at all, in milliseconds. */
	longestMs: number;
}

export interface UploadedFile {
	/** To be attached to messages. */
	url: string;
	raw: JsonValue;
}

export interface Chat {
	send(message: OutgoingMessage): Promise<Answer>;
	/** All messages in one request; those that VIVI declined or did not answer come back as errors. */
	sendBatch(messages: readonly OutgoingMessage[]): Promise<BatchAnswer>;
	/** `onText` gets the text as it arrives; together it is the answer's text. */
	stream(message: OutgoingMessage, onText?: (text: string) => unknown): Promise<Answer>;
	uploadFile(file: UploadFile): Promise<UploadedFile>;
}

/**
 * Talks to the agent of one API channel.
 *
 * Every call sends one request at the most, whatever happens: after a lost answer nobody can tell whether
 * the agent got the message, and VIVI documents no key to recognise a repeated one by. Not even a 429
 * is repeated: it may come from the language model behind the agent, when the message is already in
 * the thread. But what comes after it waits as long as it asked for.
 * @throws ViviInputError when a value cannot be used (nothing was sent then), ViviApiError otherwise
 */
export function createChat(options: ChatOptions): Chat {
	const { http, streamHttp, now, timeoutMs, patience, labels = {} } = options;
	const channelId = readTypedId(options.channelId, 'channelId');
	const base = parseServiceUrl(options.baseUrl, 'baseUrl', channelLabel('baseUrl', labels));

	function request(operation: Operation, body: HttpRequest['body'], type: string): HttpRequest {
		return {
			method: operation.method,
			url: apiUrl(base, fillPath(operation.path, { channelId })),
			headers: { accept: 'application/json', 'content-type': type },
			body: body!,
			timeoutMs,
		};
	}

	function contextOf(operation: Operation, threadId?: string): ChannelErrorContext {
		const known = { operation, baseUrl: base.href, timeoutMs, now: now(), labels };
		return threadId === undefined ? known : { ...known, threadId };
	}

	/** @throws ViviApiError while VIVI wants a longer wait than there is patience for */
	async function holdBack(operation: Operation): Promise<void> {
		if (!patience) return;
		const { pause, sleep, longestMs } = patience;
		const refusal = await refusalInForce(pause, { now, sleep }, longestMs);
		if (refusal) throw heldBack(refusal, contextOf(operation));
	}

	function refused(
		outcome: HttpResponse | NetworkFailure,
		operation: Operation,
		threadId?: string,
	): ViviApiError {
		if (patience) shareRefusal(patience.pause, outcome, now());
		return channelError(outcome, contextOf(operation, threadId));
	}

	async function call(whole: HttpRequest, operation: Operation, threadId?: string) {
		await holdBack(operation);
		const outcome = await http(whole).catch(networkFailure);
		if (outcome instanceof NetworkFailure || !isSuccess(outcome) || isUnusable(outcome)) {
			throw refused(outcome, operation, threadId);
		}
		return outcome;
	}

	async function send(message: OutgoingMessage): Promise<Answer> {
		const body = JSON.stringify(messageBody(message));
		const { threadId } = message;
		const whole = request(channelApi.send, body, 'application/json');
		return readAnswer(bodyText(await call(whole, channelApi.send, threadId)), threadId);
	}

	async function sendBatch(messages: readonly OutgoingMessage[]): Promise<BatchAnswer> {
		const body = JSON.stringify({ messages: messages.map((message) => messageBody(message)) });
		const whole = request(channelApi.sendBatch, body, 'application/json');
		const response = await call(whole, channelApi.sendBatch);
		const { status } = response;
		const contextIn = (threadId: string) => contextOf(channelApi.sendBatch, threadId);
		return readBatchAnswer(
			bodyText(response),
			messages.map(({ threadId }) => threadId),
			{
				declined: (reason, threadId) => messageDeclined(reason, contextIn(threadId), status),
				unanswered: (threadId) => messageUnanswered(contextIn(threadId), status),
			},
		);
	}

	async function stream(
		message: OutgoingMessage,
		onText: (text: string) => unknown = () => {},
	): Promise<Answer> {
		const operation = channelApi.stream;
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
		if (isUnusable(outcome)) throw channelError(outcome, contextOf(channelApi.stream, threadId));
	}

	async function uploadFile(file: UploadFile): Promise<UploadedFile> {
		const operation = channelApi.uploadFile;
		const { body, contentType } = multipart(operation.fields[0].name, file);
		const response = await call(request(operation, body, contentType), operation);
		const raw = parseJson(bodyText(response)) ?? bodyText(response);
		const url = findFileUrl(raw) ?? findFileUrl(response.headers.location);
		if (url === undefined) throw noFileUrl(contextOf(operation), response.status);
		return { url, raw };
	}

	return { send, sendBatch, stream, uploadFile };
}

function networkFailure(error: unknown): NetworkFailure {
	if (error instanceof NetworkFailure) return error;
	throw error;
}

function isSuccess({ status }: { status: number }): boolean {
	return status >= 200 && status < 300;
}

/** The body of a refusal; more than this nobody reads. */
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
