import { messageFields } from '../catalogue/chat';
import type { JsonObject } from '../http/json';
import { invalid } from '../input/problems';
import { readText } from '../input/text';
import { isBlank, trimmed } from '../text/trimmed';

const { message } = messageFields;

/** A message to the agent, with VIVI's keys. */
export interface OutgoingMessage {
	message: string;
	threadId: string;
	userId?: string;
	attachedFiles?: readonly string[];
}

/**
 * The body of one message; it holds only what was filled in.
 * @throws ViviInputError `missing_message` or `invalid_value`, naming the field
 */
export function messageBody(input: OutgoingMessage): JsonObject {
	const userId = trimmed(input.userId ?? '');
	const files = input.attachedFiles ?? [];
	return {
		message: readMessage(input.message),
		threadId: input.threadId,
		...(userId === '' ? {} : { userId }),
		// VIVI's page calls it a string, but shows a list of addresses.
		...(files.length === 0 ? {} : { attachedFiles: [...files] }),
	};
}

/**
 * A message unchanged, blanks included; numbers and dates become text.
 * @throws ViviInputError `missing_message`, or `invalid_value` when it is not a text
 */
export function readMessage(value: unknown): string {
	if (isBlank(value)) {
		throw invalid(
			message,
			'is empty',
			'Enter what the agent is told. If it comes from an earlier step, check that the step delivers it.',
			'missing_message',
		);
	}
	return readText(message, value);
}
