import { ViviInputError } from '../errors';
import type { JsonObject } from '../http/json';
import { isBlank, trimmed } from '../input/trimmed';

/** A message on its way to the agent, with VIVI's keys. */
export interface OutgoingMessage {
	message: string;
	threadId: string;
	userId?: string;
	attachedFiles?: readonly string[];
}

/**
 * The body of one message: only what was filled in.
 * @throws ViviInputError `missing_message` or `invalid_message`, naming the field
 */
export function messageBody(input: OutgoingMessage): JsonObject {
	const userId = trimmed(input.userId ?? '');
	const files = input.attachedFiles ?? [];
	return {
		message: readMessage(input.message),
		threadId: input.threadId,
		...(userId === '' ? {} : { userId }),
		// VIVI's page calls it a string and shows a list of addresses.
		...(files.length === 0 ? {} : { attachedFiles: [...files] }),
	};
}

/** A message as it was written, blanks included; numbers as text. */
export function readMessage(value: unknown): string {
	// Values come from the shells' expressions, so the type promises more than it can keep.
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	if (isBlank(value)) {
		throw new ViviInputError({
			code: 'missing_message',
			field: 'message',
			message: "'Message' is empty.",
			hint: 'Enter what the agent is told. If it comes from an earlier step, check that the step delivers it.',
		});
	}
	if (typeof value !== 'string') {
		throw new ViviInputError({
			code: 'invalid_message',
			field: 'message',
			message: "'Message' is not a text.",
			hint: 'Choose one field of the earlier step, or turn the object into text.',
		});
	}
	return value;
}
