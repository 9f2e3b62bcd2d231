import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { channelApi } from '../../../vivi/catalogue/channel-api';
import type { InputField } from '../../../vivi/catalogue/types';
import { chatDescription } from '../../../vivi/chat/description';
import { fieldProperty } from '../description/field';

const { resource, threadMode, threadKey, stream } = chatDescription;
// n8n's rules take a name or a literal for a default, nothing else.
const { timeoutSeconds, batchSize, threadMode: defaultMode } = chatDescription.defaults;
const defaultOperation = channelApi.send.name;
const { send, sendBatch, uploadFile } = channelApi;
const [message, threadId, userId, attachedFiles] = send.fields as readonly [
	InputField,
	InputField,
	InputField,
	InputField,
];

const shown = (...operations: string[]) => ({ resource: [resource.name], operation: operations });
const sending = shown(send.name, sendBatch.name);

const operationOption = ({
	name,
	label,
	description,
	action,
}: typeof send | typeof sendBatch | typeof uploadFile): INodePropertyOptions => ({
	name: label,
	value: name,
	description,
	action,
});

/** The fields of a message and of the thread it goes to. */
const messageProperties: INodeProperties[] = [
	{ ...fieldProperty(message), required: true, displayOptions: { show: sending } },
	{
		...fieldProperty(threadMode),
		default: defaultMode,
		displayOptions: { show: sending },
	},
	{
		...fieldProperty(threadKey),
		required: true,
		displayOptions: { show: { ...sending, threadMode: ['key'] } },
	},
	{
		...fieldProperty(threadId),
		required: true,
		displayOptions: { show: { ...sending, threadMode: ['id'] } },
	},
];

const timeout: INodeProperties = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: timeoutSeconds,
	description:
		'How many seconds to wait for the whole answer. When they are over VIVI may still be processing the message; it is not sent again.',
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	displayOptions: { show: { resource: [resource.name] } },
	options: [
		{
			displayName: 'Attached Binary Fields',
			name: 'binaryProperties',
			type: 'string',
			default: 'data',
			placeholder: 'e.g. data, attachment_0',
			displayOptions: { show: { '/operation': [send.name, sendBatch.name] } },
			description:
				'The names of the input fields whose files go with the message, separated by commas. They are uploaded before it is sent.',
		},
		{
			displayName: 'Batch Size',
			name: 'batchSize',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: batchSize,
			displayOptions: { show: { '/operation': [sendBatch.name] } },
			description: 'How many messages go into one request at most',
		},
		{
			...fieldProperty({ ...attachedFiles, type: 'string' }),
			placeholder: 'e.g. https://files.example.com/manual.pdf',
			displayOptions: { show: { '/operation': [send.name, sendBatch.name] } },
			description: `${attachedFiles.help}, separated by commas`,
		},
		{ ...fieldProperty(stream), displayOptions: { show: { '/operation': [send.name] } } },
		timeout,
		{
			...fieldProperty(userId),
			displayOptions: { show: { '/operation': [send.name, sendBatch.name] } },
		},
	],
};

/** Chat: all that is asked for to talk to an agent. */
export const chatProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource.name] } },
		options: [sendBatch, send, uploadFile].map(operationOption),
		default: defaultOperation,
	},
	...messageProperties,
	...uploadFile.fields.map((field) => ({
		...fieldProperty(field),
		required: true,
		displayOptions: { show: shown(uploadFile.name) },
	})),
	options,
];
