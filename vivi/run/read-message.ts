import { messageFields } from '../catalogue/chat';
import { readMessage, type OutgoingMessage } from '../chat/message';
import { threadIdFor, type ThreadChoice } from '../chat/thread-id';
import { readField, type InputValues } from '../client/input-values';
import type { Ports } from './ports';

/** A message and its channel. */
export interface MessageTo extends OutgoingMessage {
	attachedFiles: string[];
}

/**
 * Reads the message that was filled in, and uploads its files.
 * @throws ViviInputError naming the field that is missing or cannot be read
 */
export async function prepareMessage(values: InputValues, ports: Ports): Promise<MessageTo> {
	const { chat, channelId } = await ports.chat();
	const message = readMessageFields(values, channelId);
	const { files } = messageFields;
	for (const given of ports.filesIn(files, values[files.name])) {
		message.attachedFiles.push((await chat.uploadFile(await ports.file(files, given))).url);
	}
	return message;
}

function readMessageFields(values: InputValues, channelId: string): MessageTo {
	const { message, userId, attachedFiles } = messageFields;
	const user = readField(userId, values[userId.name]) as string | undefined;
	return {
		message: readMessage(values[message.name]),
		threadId: threadIdFor(threadChoice(values), channelId),
		attachedFiles: (readField(attachedFiles, values[attachedFiles.name]) ?? []) as string[],
		...(user !== undefined && { userId: user }),
	};
}

function threadChoice(values: InputValues): ThreadChoice {
	const { threadMode, threadKey, threadId } = messageFields;
	const mode = readField(threadMode, values[threadMode.name]) as ThreadChoice['mode'];
	if (mode === 'key') return { mode, key: values[threadKey.name] };
	return mode === 'id' ? { mode, id: values[threadId.name] } : { mode };
}
