import type { INodeProperties } from 'n8n-workflow';

import { toolFieldForm, toolForm } from '../../vivi/tool/form';
import { collection } from '../Vivi/description/collection';
import { noticeProperty } from '../Vivi/description/credential';
import { fieldProperty } from '../Vivi/description/field';

const LINES = { typeOptions: { rows: 3 } };

const field: INodeProperties[] = [
	{ ...fieldProperty(toolFieldForm.name), required: true },
	fieldProperty(toolFieldForm.type),
	fieldProperty(toolFieldForm.description),
	{
		...fieldProperty(toolFieldForm.choices),
		...LINES,
		displayOptions: { show: { type: ['choice'] } },
	},
	fieldProperty(toolFieldForm.required),
];

export const toolTriggerProperties: INodeProperties[] = [
	noticeProperty(
		'Publish the workflow, copy the Production URL from <b>Webhook URLs</b> above and import it in VIVI as an integration of your agent, with the header and secret of the credential. It is the address of an OpenAPI document; after a change of the tool, import it again.',
		'importNotice',
	),
	noticeProperty(
		"VIVI's servers must reach that address. If it begins with http://localhost or is one of your own network, they cannot: set WEBHOOK_URL to the public address of this n8n.",
		'reachNotice',
	),
	{ ...fieldProperty(toolForm.name), required: true },
	{ ...fieldProperty(toolForm.description), ...LINES, required: true },
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
	noticeProperty(
		'The agent waits until the last node has run. A workflow that pauses (Wait of more than a minute, approvals, Send and Wait) answers at once with the data of the node before, as if it had ended. A workflow that fails answers without a reason; lead error outputs to a last node that gives one. A Respond to Webhook node does not work with this trigger.',
		'answerNotice',
	),
	collection('Options', 'options', 'Add option', [
		fieldProperty(toolForm.answer),
		fieldProperty(toolForm.path),
	]),
];
