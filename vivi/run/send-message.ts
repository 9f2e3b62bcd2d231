import { messageFields, stream } from '../catalogue/chat';
import type { Answer } from '../chat/answer';
import type { OutgoingMessage } from '../chat/message';
import { readField, type InputValues } from '../client/input-values';
import { ViviInputError } from '../errors';
import { ViviApiError } from '../errors';
import type { Outcome, Ports } from './ports';
import { prepareMessage } from './read-message';
import { pendingAnswer, shownAnswer } from './shown-answer';

/** With less time left, a message is better not sent, because there is no time to wait for its answer. */
const LEAST_WAIT_MS = 2_000;

/**
 * Sends a message and waits for the answer. A step with a time limit waits until its end; then its
 * status is `pending` instead of a failure.
 */
export async function sendMessage(values: InputValues, ports: Ports): Promise<Outcome> {
	const { step } = ports;
	const message = await prepareMessage(values, ports);
	if (step && step.until - step.now() < LEAST_WAIT_MS) throw filesTookTooLong();
	try {
		return { records: [shownAnswer(await answerTo(message, values, ports), values, ports)] };
	} catch (error) {
		const isOver = step && error instanceof ViviApiError && error.code === 'answer_timeout';
		if (!isOver) throw error;
		return { records: [pendingAnswer(error.message, message.threadId)] };
	}
}

async function answerTo(
	message: OutgoingMessage,
	values: InputValues,
	{ chat: open, passOn = async (answer) => await answer() }: Ports,
): Promise<Answer> {
	const { chat } = await open();
	const isStreamed = readField(stream, values[stream.name]) === true;
	if (!chat.stream || !isStreamed) return await chat.send(message);
	return await passOn(async (onText) => await chat.stream!(message, onText));
}

function filesTookTooLong(): ViviInputError {
	return new ViviInputError({
		code: 'files_too_slow',
		field: messageFields.files.name,
		message: 'The files took so long that there was no time left for the agent.',
		hint: "No message was sent. Send smaller files, or upload them by 'Upload Chat File' in a step before this one.",
	});
}
