import type { InputField, Operation } from './types';

/** What VIVI's page shows; whether every customer has this one is not stated, so it can be changed. */
export const CHANNEL_BASE_URL = 'https://api-prod-d1d739d4-c24f-59dc-865b-e630d70bf11b.vivi.bot';

/**
 * The four fields of a message, as docs.vivi.bot › Core Concepts › Channels › API shows them for
 * `stream`; that `invoke` and `batch` take the same is assumed.
 */
const messageFields: readonly InputField[] = [
	{
		name: 'message',
		label: 'Message',
		type: 'text',
		required: true,
		help: 'What the agent is told or asked',
		placeholder: 'e.g. Where is my order?',
	},
	{
		name: 'threadId',
		label: 'Thread ID',
		type: 'string',
		required: true,
		help: 'The ID of the conversation, chosen by you; VIVI asks for a UUID',
		placeholder: 'e.g. 3f2b8c1e-6a0d-4f7e-9b1c-2d5e8a7f0c34',
	},
	{
		name: 'userId',
		label: 'User ID',
		type: 'string',
		help: 'Your own ID of the person who writes; VIVI asks for a UUID',
	},
	{
		name: 'attachedFiles',
		label: 'File URLs',
		type: 'urls',
		help: 'Addresses of files for the agent to look at, such as those that uploading a file to the chat returns',
	},
];

/** Whoever has the channel's key may use it; roles of the account play no part. */
const common = { method: 'POST', kind: 'action', roles: [] } as const;

/**
 * What can be done with an API channel. It lies outside the resources because it has a host, a key
 * (`vivi-api-key`) and addresses of its own. Source: the page named above; see each `source`.
 */
export const channelApi = {
	send: {
		...common,
		name: 'send',
		label: 'Send Message',
		action: 'Send a message to an agent',
		description: 'Send a message to the agent of an API channel and wait for its answer',
		path: '/channelsApi/{channelId}/invoke',
		source: 'documented',
		fields: messageFields,
	},
	stream: {
		...common,
		name: 'stream',
		label: 'Send Message (Stream)',
		action: 'Send a message to an agent and read the answer as it is written',
		description: 'Send a message to the agent of an API channel and read its answer piece by piece',
		path: '/channelsApi/{channelId}/stream',
		source: 'documented',
		fields: messageFields,
	},
	sendBatch: {
		...common,
		name: 'sendBatch',
		label: 'Send Many Messages',
		action: 'Send many messages to an agent at once',
		description:
			'Send one message per item to the agent of an API channel, together in one request',
		path: '/channelsApi/{channelId}/batch',
		// The address is documented, what goes into the body is not.
		source: 'documented',
		fields: [
			{
				name: 'messages',
				label: 'Messages',
				type: 'json',
				required: true,
				help: 'The messages, each with the fields of a single one',
			},
		],
	},
	uploadFile: {
		...common,
		kind: 'upload',
		name: 'uploadFile',
		label: 'Upload File',
		action: 'Upload a file for a conversation',
		description: 'Upload a file whose address can then be attached to messages',
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
	},
} as const satisfies Record<string, Operation>;
