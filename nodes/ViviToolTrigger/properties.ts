import type { INodeProperties } from 'n8n-workflow';

import { TOOL_FIELD_TYPES } from '../../vivi/tool/tool';
import { alphabetical } from '../Vivi/description/alphabetical';

/** n8n's lint wants the labels in alphabetical order, so they are chosen to read well in that order. */
const field: INodeProperties[] = [
	{
		displayName: 'Field Name',
		name: 'name',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. orderNumber',
		description: 'Letters, digits, _ and -',
	},
	{
		displayName: 'Field Type',
		name: 'type',
		type: 'options',
		options: Object.entries(TOOL_FIELD_TYPES)
			.map(([value, name]) => ({ name, value }))
			.sort((a, b) => alphabetical(a.name, b.name)),
		default: 'text',
		description: 'A call whose value is of another type is refused',
	},
	{
		displayName: 'Help for the Agent',
		name: 'description',
		type: 'string',
		default: '',
		placeholder: 'e.g. The number on the order confirmation, such as A-1042',
		description: 'What the field means, in words for the agent',
	},
	{
		displayName: 'Possible Values',
		name: 'choices',
		type: 'string',
		typeOptions: { rows: 3 },
		displayOptions: { show: { type: ['choice'] } },
		default: '',
		description: 'The values that the agent can choose from, each on a line of its own',
	},
	{
		displayName: 'Required',
		name: 'required',
		type: 'boolean',
		default: true,
		description: 'Whether a call without this field is refused',
	},
];

export const toolTriggerProperties: INodeProperties[] = [
	{
		displayName:
			'Publish the workflow, copy the Production URL from <b>Webhook URLs</b> above and import it in VIVI as an integration of your agent, with the header and secret of the credential. It is the address of an OpenAPI document; after a change of the tool, import it again.',
		name: 'importNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName:
			"VIVI's servers must reach that address. If it begins with http://localhost or is one of your own network, they cannot: set WEBHOOK_URL to the public address of this n8n.",
		name: 'reachNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Tool Name',
		name: 'toolName',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. look_up_order',
		description: 'What the agent calls the tool by: letters, digits, _ and -, at most 64',
	},
	{
		displayName: 'Tool Description',
		name: 'toolDescription',
		type: 'string',
		typeOptions: { rows: 3 },
		required: true,
		default: '',
		placeholder:
			'e.g. Looks up the state of an order. Use it when somebody asks where a parcel is.',
		description: 'What the tool does and when to use it. The agent decides by this text.',
	},
	{
		displayName: 'Fields',
		name: 'fields',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Field',
		default: {},
		description: 'What the agent has to fill in',
		options: [{ displayName: 'Field', name: 'values', values: field }],
	},
	{
		displayName: 'Answer With',
		name: 'answerWith',
		type: 'options',
		options: [
			{
				name: 'All Items',
				value: 'list',
				description: 'A list with the JSON of all items of the last node',
			},
			{
				name: 'First Item',
				value: 'record',
				description: 'The JSON of the first item of the last node',
			},
		],
		default: 'record',
		description: 'What the agent gets when the workflow has ended',
	},
	{
		displayName:
			'The agent waits until the last node has run. A workflow that pauses (Wait of more than a minute, approvals, Send and Wait) answers at once with the data of the node before, as if it had ended. A workflow that fails answers without a reason; lead error outputs to a last node that gives one. A Respond to Webhook node does not work with this trigger.',
		name: 'answerNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Answer Description',
				name: 'answer',
				type: 'string',
				default: '',
				placeholder: 'e.g. The state of the order and the day on which it arrives',
				description: 'What the answer holds, in words for the agent',
			},
			{
				displayName: 'Path',
				name: 'path',
				type: 'string',
				default: '',
				placeholder: 'e.g. tools/look-up-order',
				description:
					'The end of the address, if it should be readable. Two active workflows cannot have the same one. Left out, it is a random one.',
			},
		],
	},
];
