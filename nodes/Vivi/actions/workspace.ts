import type { INodeProperties } from 'n8n-workflow';

import { catalogue } from '../../../vivi/catalogue';

const show = { resource: ['workspace'] };
const operations = ['getAll'];

/** Workspace: the operations of the catalogue that the node offers. */
export const workspaceProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show },
		options: catalogue.workspace.operations
			.filter(({ name }) => operations.includes(name))
			.map(({ label, name, description, action }) => ({
				name: label,
				value: name,
				description,
				action,
			})),
		default: 'getAll',
	},
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		displayOptions: { show: { ...show, operation: ['getAll'] } },
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		displayOptions: { show: { ...show, operation: ['getAll'], returnAll: [false] } },
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
	},
];
