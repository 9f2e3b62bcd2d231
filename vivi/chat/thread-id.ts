import { createHash, randomUUID } from 'node:crypto';

import { messageFields } from '../catalogue/chat';
import { invalid, type Named } from '../input/problems';
import { trimmed } from '../text/trimmed';

const { threadId, threadKey } = messageFields;

/** The conversation of a message. */
export type ThreadChoice =
	| { mode: 'new' }
	/** A known thread ID. */
	| { mode: 'id'; id: unknown }
	/** A text that stays the same for a person, such as a phone number or an email address. */
	| { mode: 'key'; key: unknown };

/**
 * The root of all derived IDs: the UUIDv5 of https://vivi.bot/connectors/threads under the URL
 * namespace (RFC 9562 §6.6). It must never change, or running conversations would lose their
 * threads.
 */
const ROOT = '61e815ec-5afa-5847-b1e6-457695396c26';

/**
 * The thread's ID.
 * @param channelId the same key in two channels gives two threads, since other agents answer there
 * @throws ViviInputError `missing_thread` or `invalid_thread` naming the field (`threadId`, `threadKey`)
 */
export function threadIdFor(choice: ThreadChoice, channelId: string): string {
	switch (choice.mode) {
		case 'new':
			return randomUUID();
		case 'id':
			return trimmed(readText(choice.id, threadId));
		case 'key': {
			// The same é may be one character or two.
			const key = readText(choice.key, threadKey).normalize('NFC');
			return uuidV5(uuidV5(ROOT, channelId.trim()), key);
		}
	}
}

/** The name-based UUID of version 5 (RFC 9562 §5.5). */
export function uuidV5(namespace: string, name: string): string {
	const bytes = createHash('sha1')
		.update(Buffer.from(namespace.replace(/-/g, ''), 'hex'))
		.update(name, 'utf8')
		.digest()
		.subarray(0, 16);
	bytes[6] = (bytes[6]! & 0x0f) | 0x50;
	bytes[8] = (bytes[8]! & 0x3f) | 0x80;
	return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function readText(value: unknown, field: Named): string {
	const { label } = field;
	if (value === undefined || value === null || String(value).trim() === '') {
		throw invalid(
			field,
			'is empty',
			`Enter the ${label}, check that the earlier step delivers one, or let each message start a new thread.`,
			'missing_thread',
		);
	}
	// Above 2^53 a number does not hold all its digits.
	if (typeof value !== 'string' && !Number.isSafeInteger(value)) {
		throw invalid(
			field,
			'is neither text nor a whole number',
			`Use a single value, such as a phone number or an email address, as the ${label}.`,
			'invalid_thread',
		);
	}
	return String(value).trim();
}
