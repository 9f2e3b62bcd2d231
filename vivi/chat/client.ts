import { channelApi } from '../catalogue/channel-api';
import { multipart, type UploadFile } from '../client/multipart';
import { parseJson, type JsonValue } from '../http/json';
import { bodyText } from '../http/port';
import { readAnswer, type Answer } from './answer';
import { readBatchAnswer, type BatchAnswer } from './batch-answer';
import { channelCalls, type ChatOptions } from './channel-calls';
import { messageDeclined, messageUnanswered, noFileUrl } from './channel-error';
import { findFileUrl } from './file-url';
import { messageBody, type OutgoingMessage } from './message';

export interface UploadedFile {
	/** To be attached to messages. */
	url: string;
	raw: JsonValue;
}

export interface Chat {
	send(message: OutgoingMessage): Promise<Answer>;
	/** All messages in one request; those that VIVI declined or did not answer come back as errors. */
	sendBatch(messages: readonly OutgoingMessage[]): Promise<BatchAnswer>;
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
	const { request, contextOf, call } = channelCalls(options);

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

	async function uploadFile(file: UploadFile): Promise<UploadedFile> {
		const operation = channelApi.uploadFile;
		const { body, contentType } = multipart(operation.fields[0].name, file);
		const response = await call(request(operation, body, contentType), operation);
		const raw = parseJson(bodyText(response)) ?? bodyText(response);
		const url = findFileUrl(raw) ?? findFileUrl(response.headers.location);
		if (url === undefined) throw noFileUrl(contextOf(operation), response.status);
		return { url, raw };
	}

	return { send, sendBatch, uploadFile };
}
