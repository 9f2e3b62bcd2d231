import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Answer } from '../../../vivi/chat/answer';
import type { StreamingChat } from '../../../vivi/chat/streaming-chat';
import { chatDescription } from '../../../vivi/chat/description';
import { messageInput, readMessageInput } from '../../../vivi/chat/message-input';
import type { OutgoingMessage } from '../../../vivi/chat/message';
import { readField } from '../../../vivi/client/input-values';
import { binaryFile } from '../shared/binary-file';
import type { ItemChat } from '../shared/channel-transport';
import { binaryFieldNames } from './chat-properties';
import type { NodeOperation } from './node-operation';

/** Chat → Send Message. */
export const sendMessage: NodeOperation = {
	// The second of two messages in a thread is said after the first was answered.
	mayRunBeside: () => false,

	async run(context, itemIndex, { chatFor }) {
		const { chat, channelId } = await chatFor(itemIndex);
		const message = await messageOf(context, itemIndex, { chat, channelId });
		const { stream } = optionsOf(context, itemIndex);
		const answer =
			readField(chatDescription.stream, stream) === true
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
	const { binaryProperties, ...options } = optionsOf(context, itemIndex);
	const values = Object.fromEntries(
		Object.values(messageInput).map(({ name }) => [
			name,
			// A parameter that is not shown has no value; without this n8n would call that an error.
			options[name] ?? context.getNodeParameter(name, itemIndex, ''),
		]),
	);
	const message = readMessageInput(values, channelId);
	for (const property of (readField(binaryFieldNames, binaryProperties) ?? []) as string[]) {
		const file = await binaryFile(context, itemIndex, property);
		message.attachedFiles.push((await chat.uploadFile(file)).url);
	}
	return message;
}

/**
 * Where the execution streams its response, the answer goes there while it is written; but not what is
 * said to an AI agent that uses the node as its tool.
 */
async function streamed(
	context: IExecuteFunctions,
	itemIndex: number,
	chat: StreamingChat,
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

function optionsOf(context: IExecuteFunctions, itemIndex: number): IDataObject {
	return context.getNodeParameter('options', itemIndex, {}) as IDataObject;
}
