import { chat } from '../catalogue/chat';
import type { Endpoint } from '../catalogue/types';
import { multipart, type UploadFile } from '../client/multipart';
import { isJsonObject, parseJson, writeJson, type JsonObject, type JsonValue } from '../http/json';
import { bodyText } from '../http/port';
import { readAnswer, type Answer } from './answer';
import { readBatchAnswer, type BatchAnswer } from './batch-answer';
import { channelCalls, type ChatOptions } from './channel-calls';
import { messageDeclined, messageUnanswered, noFileUrl } from './channel-error';
import { findFileUrl } from './file-url';
import { messageBody, type OutgoingMessage } from './message';

interface UploadedFile {
	/** The file can be attached to messages. */
	url: string;
	raw: JsonValue;
}

export interface Chat {
	send(message: OutgoingMessage): Promise<Answer>;
	/** Sends all messages in one request; those that VIVI declined or did not answer come back as errors. */
	sendBatch(messages: readonly OutgoingMessage[]): Promise<BatchAnswer>;
	uploadFile(file: UploadFile): Promise<UploadedFile>;
	/** Any other operation of a channel: sends what was filled in and passes the answer on. */
	run(operation: Endpoint, body?: JsonObject): Promise<JsonObject>;
}

/**
 * Talks to the agent of one API channel.
 *
 * Every call sends at most one request. After a lost answer nobody can tell whether the agent got
 * the message, and VIVI documents no key by which it recognises a repeated one. Even a 429 is not
 * repeated: it may come from the language model behind the agent, when the message is already in the
 * thread. But the calls after it wait as long as it asked for.
 * @throws ViviInputError when a value cannot be used (nothing was sent then), ViviApiError otherwise
 */
export function createChat(options: ChatOptions): Chat {
	const { request, contextOf, call } = channelCalls(options);

	async function send(message: OutgoingMessage): Promise<Answer> {
		const body = JSON.stringify(messageBody(message));
		const { threadId } = message;
		const whole = request(chat.operations.send, body, 'application/json');
		return readAnswer(bodyText(await call(whole, chat.operations.send, threadId)), threadId);
	}

	async function sendBatch(messages: readonly OutgoingMessage[]): Promise<BatchAnswer> {
		const body = JSON.stringify({ messages: messages.map((message) => messageBody(message)) });
		const whole = request(chat.operations.sendBatch, body, 'application/json');
		const response = await call(whole, chat.operations.sendBatch);
		const { status } = response;
		const contextIn = (threadId: string) => contextOf(chat.operations.sendBatch, threadId);
		return readBatchAnswer(
			bodyText(response),
			messages.map(({ threadId }) => threadId),
			{
				declined: (reason, threadId) => messageDeclined(reason, contextIn(threadId), status),
				unanswered: (threadId) => messageUnanswered(contextIn(threadId), status),
			},
		);
	}

	async function uploadFile(file: UploadFile): Promise<UploadedFile> {
		const operation = chat.operations.uploadFile;
		const { body, contentType } = multipart('file', file);
		const response = await call(request(operation, body, contentType), operation);
		const raw = parseJson(bodyText(response)) ?? bodyText(response);
		const url = findFileUrl(raw) ?? findFileUrl(response.headers.location);
		if (url === undefined) throw noFileUrl(contextOf(operation), response.status);
		return { url, raw };
	}

	async function run(operation: Endpoint, body?: JsonObject): Promise<JsonObject> {
		const sent = body && writeJson(body);
		const text = bodyText(await call(request(operation, sent, 'application/json'), operation));
		if (text.trim() === '') return {};
		const answer = parseJson(text) ?? text;
		return isJsonObject(answer) ? answer : { data: answer };
	}

	return { send, sendBatch, uploadFile, run };
}
