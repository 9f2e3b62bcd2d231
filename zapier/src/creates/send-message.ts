import type { Create, PlainInputField } from 'zapier-platform-core';

import { channelApi } from '../../../vivi/catalogue/channel-api';
import type { InputField } from '../../../vivi/catalogue/types';
import { chatDescription } from '../../../vivi/chat/description';
import { messageInput, readMessageInput } from '../../../vivi/chat/message-input';
import { ViviApiError, ViviInputError } from '../../../vivi/errors';
import type { JsonValue } from '../../../vivi/http/json';
import { isBlank } from '../../../vivi/text/trimmed';
import { inputField, inputFields } from '../fields/input-fields';
import { toKey, valuesOf } from '../fields/key';
import { outputFields, sampleOf } from '../fields/output-fields';
import { actionDescription } from '../fields/wording';
import { downloadFile } from '../http/download';
import { step, tools } from '../step';
import { chatOf } from './chat';

const { threadMode, threadKey, output, sample } = chatDescription;
const operation = channelApi.send;
const { message, threadId, userId, attachedFiles } = messageInput;

/** What became of a message. */
const STATUS = {
	/** The agent has answered. */
	answered: 'answered',
	/** Zapier's time is over, and nobody knows whether the agent's is. */
	pending: 'pending',
} as const;

/** With less time than that a message is better not sent, since its answer could not be waited for. */
const LEAST_WAIT_MS = 2_000;

const FILES: PlainInputField = {
	key: 'files',
	label: 'Files',
	type: 'file',
	list: true,
	required: false,
	helpText: 'Files for the agent to look at. They are uploaded before the message is sent.',
};

/**
 * A person of the other app, about whom VIVI knows nothing that could be listed. So it must not be called
 * an ID: Zapier demands a dropdown for each of those (integration check D004).
 */
const USER: InputField = { ...userId, name: 'user', label: 'User' };

/**
 * Send Message: the message of a step to the agent of the connection's channel, and its answer.
 *
 * It is sent exactly once: no failure here is one that Zapier repeats a step for. An agent that takes
 * longer than Zapier gives a step is waited for until then, and the step says `pending` instead of
 * failing. VIVI documents no way to call back, so Zapier's callbacks (`z.generateCallbackUrl`) would
 * never be answered.
 */
export const sendMessage: Create = {
	key: toKey(operation.label),
	noun: 'Message',
	display: { label: operation.label, description: actionDescription(operation) },
	operation: {
		cleanInputData: false,
		inputFields: [
			...inputFields([message, threadMode, threadKey, threadId]).map(withDefault),
			FILES,
			{
				...inputField(attachedFiles),
				placeholder: 'e.g. https://files.example.com/manual.pdf',
			},
			inputField(USER),
		],
		perform: step('message', async (at) => {
			const { chat, channelId } = chatOf(at);
			const { inputData } = at.bundle;
			const names = Object.values(messageInput).map(({ name }) => name);
			const values = { ...valuesOf(inputData, names), [userId.name]: inputData[USER.name] };
			const outgoing = readMessageInput(values, channelId);
			for (const file of listed(inputData[FILES.key])) {
				const upload = await downloadFile(at, file, FILES.key);
				outgoing.attachedFiles.push((await chat.uploadFile(upload)).url);
			}
			if (at.until - tools.now() < LEAST_WAIT_MS) throw filesTookTooLong();
			// What is left of the step's time after the uploads.
			return await chatOf(at)
				.chat.send(outgoing)
				.then(
					(answer) => ({
						status: STATUS.answered,
						statusText: 'The agent has answered.',
						...answer,
					}),
					(error: unknown) => pending(error, outgoing.threadId),
				);
		}),
		outputFields: [
			{ key: 'status', label: 'Status', type: 'string' },
			{ key: 'statusText', label: 'Status Text', type: 'string' },
			...outputFields(output),
		],
		sample: { status: STATUS.answered, statusText: 'The agent has answered.', ...sampleOf(sample) },
	},
};

function filesTookTooLong(): ViviInputError {
	return new ViviInputError({
		code: 'files_too_slow',
		field: FILES.key,
		message: 'The files took so long that there was no time left for the agent.',
		hint: "No message was sent. Send smaller files, or upload them by 'Upload Chat File' in a step before this one.",
	});
}

/** @throws the error, unless it says that the time was over */
function pending(error: unknown, thread: string) {
	if (!(error instanceof ViviApiError) || error.code !== 'answer_timeout') throw error;
	return {
		status: STATUS.pending,
		statusText: `${error.message} Zapier waits no longer. The message was sent once and VIVI may still be processing it; the answer then stands in the thread ${thread}.`,
		text: null,
		structuredOutput: null,
		threadId: thread,
		raw: null as JsonValue,
	};
}

function withDefault(field: ReturnType<typeof inputFields>[number]) {
	return typeof field === 'function' || field.key !== toKey(threadMode.name)
		? field
		: { ...field, default: String(threadMode.default) };
}

/** Zapier gives a list, lists in a list, or a single value, which may be a text with several addresses. */
function listed(value: unknown): unknown[] {
	return [value]
		.flat(3)
		.flatMap((one) => (typeof one === 'string' ? one.split(/[\s,;]+(?=https?:\/\/)/i) : [one]))
		.filter((one) => !isBlank(one));
}
