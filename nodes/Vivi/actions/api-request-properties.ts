import type { INodeProperties } from 'n8n-workflow';

const show = { resource: ['apiRequest'] };

const nameAndValue = (what: string): INodeProperties['options'] => [
	{
		displayName: what,
		name: 'parameters',
		values: [
			{ displayName: 'Name', name: 'name', type: 'string', default: '' },
			{ displayName: 'Value', name: 'value', type: 'string', default: '' },
		],
	},
];

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
				description: 'Call any address of the VIVI API',
				action: 'Send a request to the VIVI API',
			},
		],
		default: 'send',
	},
	{
		displayName: 'Method',
		name: 'method',
		type: 'options',
		displayOptions: { show },
		options: ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'].map((name) => ({ name, value: name })),
		default: 'GET',
		description: 'The HTTP method of the request',
	},
	{
		displayName: 'Path',
		name: 'path',
		type: 'string',
		displayOptions: { show },
		required: true,
		default: '',
		placeholder: 'e.g. /accounts/ACCOUNT_ID/workspaces',
		description:
			"The path below the credential's Base URL. Other hosts are refused, so that the key's token stays with VIVI.",
	},
	{
		displayName: 'Query Parameters',
		name: 'query',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add parameter',
		displayOptions: { show },
		default: {},
		options: nameAndValue('Parameter') as never,
	},
	{
		displayName: 'Headers',
		name: 'headers',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add header',
		displayOptions: { show },
		default: {},
		options: nameAndValue('Header') as never,
	},
	{
		displayName: 'Body',
		name: 'body',
		type: 'json',
		displayOptions: { show: { ...show, method: ['PATCH', 'POST', 'PUT', 'DELETE'] } },
		default: '',
		description: 'The JSON body, as an object or as JSON text. Leave it empty to send none.',
	},
];
