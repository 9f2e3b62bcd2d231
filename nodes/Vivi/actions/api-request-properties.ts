import type { INodeProperties } from 'n8n-workflow';

import { requestDescription } from '../../../vivi/client/request-description';
import { fieldProperty } from '../description/field';

const { fields, lists, defaults } = requestDescription;
// n8n's rules take a name or a literal for a default, nothing else.
const defaultMethod = defaults.method;

const show = { resource: [requestDescription.name] };

/** A list of names and values. */
const pairsProperty = (list: { name: string; label: string; one: string }): INodeProperties => ({
	displayName: list.label,
	name: list.name,
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: `Add ${list.one.toLowerCase()}`,
	displayOptions: { show },
	default: {},
	options: [
		{
			displayName: list.one,
			name: 'parameters',
			values: [
				{ displayName: 'Name', name: 'name', type: 'string', default: '' },
				{ displayName: 'Value', name: 'value', type: 'string', default: '' },
			],
		},
	],
});

/** API Request: any address of VIVI's API, with the same key. */
export const apiRequestProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show },
		options: [
			{
				name: 'Send',
				value: 'send',
				description: requestDescription.description,
				action: requestDescription.action,
			},
		],
		default: 'send',
	},
	{ ...fieldProperty(fields.method), displayOptions: { show }, default: defaultMethod },
	{ ...fieldProperty(fields.path), displayOptions: { show }, required: true },
	pairsProperty(lists.query),
	pairsProperty(lists.headers),
	{
		...fieldProperty(fields.body),
		displayOptions: { show: { ...show, method: ['PATCH', 'POST', 'PUT', 'DELETE'] } },
		// Not the empty object that other JSON fields begin with: that would be a body.
		default: '',
	},
];
