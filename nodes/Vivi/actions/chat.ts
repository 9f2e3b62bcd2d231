import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Answer } from '../../../vivi/chat/answer';
import type { Chat } from '../../../vivi/chat/client';
import { readFileUrls, readMessage, type OutgoingMessage } from '../../../vivi/chat/message';
import { threadIdFor, type ThreadChoice } from '../../../vivi/chat/thread-id';
import { binaryFile } from '../shared/binary-file';
import type { ItemChat } from '../shared/channel-transport';
import type { NodeOperation } from './node-operation';

interface ChatItemOptions {
	binaryProperties?: unknown;
	attachedFiles?: unknown;
	stream?: unknown;
	userId?: unknown;
}

/** Chat → Send Message. */
export const sendMessage: NodeOperation = {
	// The second of two messages in a thread is said after the first was answered.
	mayRunBeside: () => false,

	async run(context, itemIndex, { chatFor }) {
		const { chat, channelId } = await chatFor(itemIndex);
		const message = await messageOf(context, itemIndex, { chat, channelId });
		const { stream } = optionsOf(context, itemIndex);
		// An expression may give the text 'false'.
		const answer =
			String(stream) === 'true'
				? await streamed(context, itemIndex, chat, message)
				: await chat.send(message);
		return [{ json: { ...answer } as IDataObject }];
	},
};

/** Chat → Upload File. */
export const uploadChatFile: NodeOperation = {
	mayRunBeside: () => false,

	async run(context, itemIndex, { chatFor }) {
		const { chat } = await chatFor(itemIndex);
		const property = context.getNodeParameter('binaryPropertyName', itemIndex) as string;
		const { url, raw } = await chat.uploadFile(await binaryFile(context, itemIndex, property));
		return [{ json: { url, raw } as IDataObject }];
	},
};

/** One item's message, with its files uploaded. */
export async function messageOf(
	context: IExecuteFunctions,
	itemIndex: number,
	{ chat, channelId }: ItemChat,
): Promise<OutgoingMessage> {
	const { userId, attachedFiles, binaryProperties } = optionsOf(context, itemIndex);
	const message = {
		message: readMessage(context.getNodeParameter('message', itemIndex)),
		threadId: threadIdFor(threadChoice(context, itemIndex), channelId),
		attachedFiles: readFileUrls(attachedFiles),
		// Nothing that an expression finds is nobody, not a person called 'null'.
		...((userId ?? '') !== '' && { userId: String(userId) }),
	};
	// A list, as `Object.keys($binary)` gives it, is read as names separated by commas, too.
	for (const property of String(binaryProperties ?? '').split(',')) {
		if (property.trim() === '') continue;
		const file = await binaryFile(context, itemIndex, property.trim());
		message.attachedFiles.push((await chat.uploadFile(file)).url);
	}
	return message;
}

function threadChoice(context: IExecuteFunctions, itemIndex: number): ThreadChoice {
	const mode = context.getNodeParameter('threadMode', itemIndex) as ThreadChoice['mode'];
	const value = (name: string): unknown => context.getNodeParameter(name, itemIndex, '');
	if (mode === 'key') return { mode, key: value('threadKey') };
	return mode === 'id' ? { mode, id: value('threadId') } : { mode: 'new' };
}

/**
 * Where the execution streams its response, the answer goes there while it is written; but not what is
 * said to an AI agent that uses the node as its tool.
 */
async function streamed(
	context: IExecuteFunctions,
	itemIndex: number,
	chat: Chat,
	message: OutgoingMessage,
): Promise<Answer> {
	// Older versions of n8n have none of the three.
	const { isStreaming, isToolExecution } = context as Partial<IExecuteFunctions>;
	if (!isStreaming?.call(context) || isToolExecution?.call(context)) {
		return await chat.stream(message);
	}
	// The type says that there is nothing to wait for, n8n's code returns a promise.
	await context.sendChunk('begin', itemIndex);
	try {
		return await chat.stream(message, (text) => context.sendChunk('item', itemIndex, text));
	} finally {
		await context.sendChunk('end', itemIndex);
	}
}

function optionsOf(context: IExecuteFunctions, itemIndex: number): ChatItemOptions {
	return context.getNodeParameter('options', itemIndex, {}) as ChatItemOptions;
}
