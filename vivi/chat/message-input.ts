import { channelApi } from '../catalogue/channel-api';
import type { InputField } from '../catalogue/types';
import { readField, type InputValues } from '../client/input-values';
import { chatDescription } from './description';
import { readMessage, type OutgoingMessage } from './message';
import { threadIdFor, type ThreadChoice } from './thread-id';

const { threadMode, threadKey } = chatDescription;
const [message, threadId, userId, attachedFiles] = channelApi.send.fields as readonly [
	InputField,
	InputField,
	InputField,
	InputField,
];

/** What a person fills in to send a message to an agent. */
export const messageInput = {
	message,
	threadMode,
	threadKey,
	threadId: { ...threadId, onlyWhen: { field: threadMode.name, values: ['id'] } },
	userId,
	attachedFiles,
} as const satisfies Record<string, InputField>;

/**
 * The message that was filled in, by the names of {@link messageInput}.
 * @param channelId of the channel that it is sent to
 * @throws ViviInputError naming the field that is missing or cannot be read
 */
export function readMessageInput(
	values: InputValues,
	channelId: string,
): OutgoingMessage & { attachedFiles: string[] } {
	const user = readField(userId, values[userId.name]) as string | undefined;
	return {
		message: readMessage(values[message.name]),
		threadId: threadIdFor(threadChoice(values), channelId),
		attachedFiles: (readField(attachedFiles, values[attachedFiles.name]) ?? []) as string[],
		...(user !== undefined && { userId: user }),
	};
}

function threadChoice(values: InputValues): ThreadChoice {
	const mode = readField(threadMode, values[threadMode.name]) as ThreadChoice['mode'];
	if (mode === 'key') return { mode, key: values[threadKey.name] };
	return mode === 'id' ? { mode, id: values[threadId.name] } : { mode };
}
