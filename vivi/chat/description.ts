import type { InputField, OutputField } from '../catalogue/types';
import type { JsonObject } from '../http/json';
import type { ThreadChoice } from './thread-id';

/** Which conversation a message belongs to; `id` and `key` say it by a field of their own. */
const threadMode: InputField = {
	name: 'threadMode',
	label: 'Thread',
	type: 'options',
	required: true,
	help: 'The conversation the message belongs to; the agent remembers what was said in it',
	default: 'new',
	options: [
		{ value: 'new', label: 'New', help: 'Each message starts a conversation of its own' },
		{
			value: 'key',
			label: 'By Key',
			help: 'One conversation for each phone number, email address or whatever else you enter',
		},
		{ value: 'id', label: 'By ID', help: 'The conversation that has this ID' },
	] satisfies ReadonlyArray<{ value: ThreadChoice['mode']; label: string; help: string }>,
};

const threadKey: InputField = {
	name: 'threadKey',
	label: 'Thread Key',
	type: 'string',
	required: true,
	help: 'Anything that stays the same for a person, such as a phone number, an email address or a session ID. The same key leads to the same thread of the channel, in n8n and in Zapier; VIVI itself never sees the key. Never use what a stranger types into a form: with the key of somebody else they would be in that conversation.',
	placeholder: 'e.g. +49 170 1234567',
	onlyWhen: { field: 'threadMode', values: ['key'] },
};

const stream: InputField = {
	name: 'stream',
	label: 'Stream',
	type: 'boolean',
	help: 'Whether to read the answer while the agent writes it and to pass it on to a chat or webhook that responds by streaming. VIVI does not stream while structured output is on.',
};

const timeout: InputField = {
	name: 'timeout',
	label: 'Timeout',
	type: 'number',
	help: 'How many seconds to wait for the whole answer. When they are over VIVI may still be processing the message; it is not sent again.',
	min: 1,
	/** Agents that look things up take their time. */
	default: 120,
};

const batchSize: InputField = {
	name: 'batchSize',
	label: 'Batch Size',
	type: 'number',
	help: 'How many messages go into one request at most',
	...{ whole: true, min: 1 },
	/** VIVI states no limit. */
	default: 20,
};

const output: readonly OutputField[] = [
	{ name: 'text', label: 'Text', type: 'string', simple: true },
	{ name: 'structuredOutput', label: 'Structured Output', type: 'object', simple: true },
	{ name: 'threadId', label: 'Thread ID', type: 'string', simple: true },
	{ name: 'raw', label: 'Raw Answer', type: 'object' },
];

const sample: JsonObject = {
	text: 'You can send the boots back within 30 days.',
	structuredOutput: null,
	threadId: 'fdf4e1e0-d399-5fa1-b8a0-3b6bf0fde41f',
	raw: {
		threadId: 'fdf4e1e0-d399-5fa1-b8a0-3b6bf0fde41f',
		response: 'You can send the boots back within 30 days.',
	},
};

/** Talking to an agent, as the shells describe it beside what the catalogue says of the channel API. */
export const chatDescription = {
	resource: {
		name: 'chat',
		label: 'Chat',
		description: 'Talk to the agent of an API channel, with the key of the channel',
	},
	threadMode,
	threadKey,
	stream,
	timeout,
	batchSize,
	output,
	sample,
} as const;
