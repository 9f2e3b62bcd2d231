import { byName } from './operations';
import { simplify } from './settings';
import type { Endpoint, Group, InputField, Output } from './types';

/**
 * The host on VIVI's page. The page does not say whether every customer has this host, so it can be
 * changed.
 */
export const CHANNEL_BASE_URL = 'https://api-prod-d1d739d4-c24f-59dc-865b-e630d70bf11b.vivi.bot';

/** The header that carries the key of a channel. */
export const CHANNEL_KEY_HEADER = 'vivi-api-key';

/** Everybody who has the channel's key may use it; the roles of the account do not matter. */
const ofChannel = {
	method: 'POST',
	connection: 'channel',
	safety: 'message',
	roles: [],
} as const satisfies Partial<Endpoint>;

const message: InputField = {
	name: 'message',
	label: 'Message',
	type: 'text',
	required: true,
	help: 'What the agent is told or asked',
	placeholder: 'e.g. Where is my order?',
};

const threadId: InputField = {
	name: 'threadId',
	label: 'Thread ID',
	type: 'string',
	required: true,
	help: 'The ID of the conversation, chosen by you; VIVI asks for a UUID',
	placeholder: 'e.g. 3f2b8c1e-6a0d-4f7e-9b1c-2d5e8a7f0c34',
};

const userId: InputField = {
	name: 'userId',
	label: 'User ID',
	type: 'ownId',
	help: 'Your own ID of the person who writes; VIVI asks for a UUID',
	aside: true,
};

const attachedFiles: InputField = {
	name: 'attachedFiles',
	label: 'File URLs',
	type: 'urls',
	help: 'Addresses of files for the agent to look at, such as those that uploading a file to the chat returns',
	placeholder: 'e.g. https://files.example.com/manual.pdf',
	aside: true,
};

/**
 * The four fields of a message, as docs.vivi.bot › Core Concepts › Channels › API shows them for
 * `stream`. It is assumed that `invoke` and `batch` take the same fields.
 */
const sent = [message, threadId, userId, attachedFiles];

/** The conversation of a message; `id` and `key` have a field of their own for it. */
const threadMode: InputField = {
	name: 'threadMode',
	label: 'Thread',
	type: 'options',
	required: true,
	help: 'The conversation the message belongs to; the agent remembers what was said in it',
	initial: 'new',
	default: 'new',
	options: [
		{ value: 'new', label: 'New', help: 'Each message starts a conversation of its own' },
		{
			value: 'key',
			label: 'By Key',
			help: 'One conversation for each phone number, email address or whatever else you enter',
		},
		{ value: 'id', label: 'By ID', help: 'The conversation that has this ID' },
	],
};

const threadKey: InputField = {
	name: 'threadKey',
	label: 'Thread Key',
	type: 'string',
	required: true,
	help: 'Anything that stays the same for a person, such as a phone number, an email address or a session ID. The same key leads to the same thread of the channel, whichever connector it is used in; VIVI itself never sees the key. Never use what a stranger types into a form: with the key of somebody else they would be in that conversation.',
	placeholder: 'e.g. +49 170 1234567',
	onlyWhen: { field: threadMode.name, values: ['key'] },
};

const files: InputField = {
	name: 'files',
	label: 'Files',
	type: 'files',
	help: 'Files for the agent to look at. They are uploaded before the message is sent.',
	aside: true,
};

/** The form of a message to an agent. */
export const messageFields = {
	message,
	threadMode,
	threadKey,
	threadId: { ...threadId, onlyWhen: { field: threadMode.name, values: ['id'] } },
	files,
	attachedFiles,
	userId,
} as const satisfies Record<string, InputField>;

export const stream: InputField = {
	name: 'stream',
	label: 'Stream',
	type: 'boolean',
	help: 'Whether to read the answer while the agent writes it and to pass it on to a chat or webhook that responds by streaming. VIVI does not stream while structured output is on.',
	aside: true,
};

export const batchSize: InputField = {
	name: 'batchSize',
	label: 'Batch Size',
	type: 'number',
	help: 'How many messages go into one request at most',
	...{ whole: true, min: 1 },
	/** VIVI states no limit. */
	default: 20,
	aside: true,
};

const answer: Output = {
	fields: [
		{ name: 'text', label: 'Text', type: 'string', simple: true },
		{ name: 'structuredOutput', label: 'Structured Output', type: 'object', simple: true },
		{ name: 'threadId', label: 'Thread ID', type: 'string', simple: true },
		{ name: 'raw', label: 'Raw Answer', type: 'object' },
	],
	sample: {
		text: 'You can send the boots back within 30 days.',
		structuredOutput: null,
		threadId: 'fdf4e1e0-d399-5fa1-b8a0-3b6bf0fde41f',
		raw: {
			threadId: 'fdf4e1e0-d399-5fa1-b8a0-3b6bf0fde41f',
			response: 'You can send the boots back within 30 days.',
		},
	},
};

/**
 * The operations of an API channel, which has its own host, key (`vivi-api-key`) and addresses.
 * Source: the page named above; see each `source`.
 */
export const chat = {
	name: 'chat',
	label: 'Chat',
	description: 'Talk to the agent of an API channel, with the key of the channel',
	operations: byName(
		{
			...ofChannel,
			name: 'send',
			label: 'Send Message',
			action: 'Send a message to an agent',
			description: 'Send a message to the agent of an API channel and wait for its answer',
			does: 'Sends a message to the agent of an API channel and waits for its answer',
			alone: { label: 'Send Message', noun: 'Message' },
			kind: 'message',
			path: '/channelsApi/{channelId}/invoke',
			source: 'documented',
			fields: Object.values(messageFields),
			sent,
			settings: [simplify, stream],
			output: answer,
		},
		{
			...ofChannel,
			name: 'stream',
			label: 'Send Message (Stream)',
			action: 'Send a message to an agent and read the answer as it is written',
			description:
				'Send a message to the agent of an API channel and read its answer piece by piece',
			does: 'Sends a message to the agent of an API channel and reads its answer piece by piece',
			kind: 'message',
			path: '/channelsApi/{channelId}/stream',
			source: 'documented',
			fields: Object.values(messageFields),
			sent,
			output: answer,
			optionOf: { operation: 'send', setting: stream.name },
		},
		{
			...ofChannel,
			name: 'sendBatch',
			label: 'Send Many Messages',
			action: 'Send many messages to an agent at once',
			description:
				'Send one message per item to the agent of an API channel, together in one request',
			does: 'Sends one message per item to the agent of an API channel, together in one request',
			kind: 'messages',
			takesMany: true,
			path: '/channelsApi/{channelId}/batch',
			// The address is documented, the body is not.
			source: 'documented',
			fields: Object.values(messageFields),
			sent: [
				{
					name: 'messages',
					label: 'Messages',
					type: 'anyJson',
					required: true,
					help: 'The messages, each with the fields of a single one',
				},
			],
			settings: [simplify, batchSize],
			output: answer,
		},
		{
			...ofChannel,
			name: 'uploadFile',
			label: 'Upload File',
			action: 'Upload a file for a conversation',
			description: 'Upload a file whose address can then be attached to messages',
			does: 'Uploads a file whose address can then be attached to messages',
			alone: { noun: 'File' },
			kind: 'upload',
			path: '/channelsApi/{channelId}/files',
			source: 'assumed',
			fields: [
				{
					name: 'file',
					label: 'File',
					type: 'file',
					required: true,
					help: 'The file the agent is to look at',
				},
			],
			output: {
				fields: [
					{ name: 'url', label: 'File URL', type: 'string' },
					{ name: 'raw', label: 'Raw Answer', type: 'object' },
				],
				sample: { url: 'https://files.example.com/manual.pdf' },
			},
		},
	),
} satisfies Group;
