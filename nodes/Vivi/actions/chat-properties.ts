import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { channelApi } from '../../../vivi/catalogue/channel-api';
import type { InputField } from '../../../vivi/catalogue/types';
import { chatDescription } from '../../../vivi/chat/description';
import { messageInput } from '../../../vivi/chat/message-input';
import { fieldProperty } from '../description/field';

const { resource, stream, timeout, batchSize } = chatDescription;
const defaultOperation = channelApi.send.name;
const { send, sendBatch, uploadFile } = channelApi;
const { message, threadMode, threadKey, threadId, userId, attachedFiles } = messageInput;

/** n8n has files at its items, under these names. */
export const binaryFieldNames: InputField = {
	name: 'binaryProperties',
	label: 'Attached Binary Fields',
	type: 'texts',
	help: 'The names of the input fields whose files go with the message, separated by commas. They are uploaded before it is sent.',
	placeholder: 'e.g. data, attachment_0',
};

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

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	displayOptions: { show: { resource: [resource.name] } },
	options: [
		{
			...fieldProperty(binaryFieldNames),
			default: 'data',
			displayOptions: { show: { '/operation': [send.name, sendBatch.name] } },
		},
		{
			...fieldProperty(batchSize),
			displayOptions: { show: { '/operation': [sendBatch.name] } },
		},
		{
			...fieldProperty(attachedFiles),
			placeholder: 'e.g. https://files.example.com/manual.pdf',
			displayOptions: { show: { '/operation': [send.name, sendBatch.name] } },
			description: `${attachedFiles.help}, separated by commas`,
		},
		{ ...fieldProperty(stream), displayOptions: { show: { '/operation': [send.name] } } },
		fieldProperty(timeout),
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
