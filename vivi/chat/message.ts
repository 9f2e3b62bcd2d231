import { ViviInputError } from '../errors';
import { parseJson, type JsonObject } from '../http/json';

/** A message on its way to the agent, with VIVI's keys. */
export interface OutgoingMessage {
	message: string;
	threadId: string;
	userId?: string;
	attachedFiles?: readonly string[];
}

/**
 * The body of one message: only what was filled in.
 * @throws ViviInputError `missing_message`, `invalid_message` or `invalid_file_url`, naming the field
 */
export function messageBody(input: OutgoingMessage): JsonObject {
	const userId = input.userId?.trim() ?? '';
	const files = (input.attachedFiles ?? []).map((url) => readFileUrl(url));
	return {
		message: readMessage(input.message),
		threadId: input.threadId,
		...(userId === '' ? {} : { userId }),
		// VIVI's page calls it a string and shows a list of addresses.
		...(files.length === 0 ? {} : { attachedFiles: files }),
	};
}

/** A message as it was written, blanks included; numbers as text. */
export function readMessage(value: unknown): string {
	// Values come from the shells' expressions, so the type promises more than it can keep.
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	if (value === undefined || value === null || (typeof value === 'string' && value.trim() === '')) {
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

/**
 * Addresses of files as people and expressions give them: a list, its JSON text, or addresses
 * separated by commas, blanks or line breaks.
 */
export function readFileUrls(given: unknown): string[] {
	const text = typeof given === 'string' ? given.trim() : '';
	const listed = text.startsWith('[') ? parseJson(text) : given;
	if (Array.isArray(listed)) return listed.map((url) => readFileUrl(url));
	// A comma may be part of an address, but not when a new one begins behind it.
	return text === ''
		? []
		: text.split(/[\s]+|,\s*(?=https?:)/i).map((url) => readFileUrl(url.replace(/,$/, '')));
}

function readFileUrl(value: unknown): string {
	const url = typeof value === 'string' ? value.trim() : '';
	if (!/^https?:\/\/[^\s]+$/i.test(url) || !URL.canParse(url)) {
		throw new ViviInputError({
			code: 'invalid_file_url',
			field: 'attachedFiles',
			message: "'File URLs' holds something that is not a web address.",
			hint: "Enter addresses that start with https://, as 'Upload File' returns them.",
		});
	}
	return url;
}
