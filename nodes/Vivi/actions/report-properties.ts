import type { INodeProperties } from 'n8n-workflow';

import { reportDescription } from '../../../vivi/report/description';
import { fieldProperty } from '../description/field';

const { resource, operation, fields } = reportDescription;

const show = { resource: [resource.name], operation: [operation.name] };

/** Report: what there is in the workspaces, and what changed. */
export const reportProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource.name] } },
		options: [
			{
				name: operation.label,
				value: operation.name,
				description: operation.description,
				action: operation.action,
			},
		],
		default: 'generate',
	},
	...fields.map((field) => ({
		...fieldProperty(field),
		displayOptions: { show },
	})),
];
