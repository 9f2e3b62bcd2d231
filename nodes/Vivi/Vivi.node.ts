import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { resources } from '../../vivi/catalogue';
import { chatDescription } from '../../vivi/chat/description';
import { reportDescription } from '../../vivi/report/description';
import { apiRequestProperties } from './actions/api-request-properties';
import { chatProperties } from './actions/chat-properties';
import { reportProperties } from './actions/report-properties';
import { alphabetical } from './description/alphabetical';
import { optionsProperty } from './description/options';
import { resourceProperties } from './description/resource-properties';
import { listMethods } from './methods/lists';

/** What can be chosen as 'Resource', in the order of the alphabet. */
const resourceOptions = [
	...resources.map(({ label, name, description }) => ({ name: label, value: name, description })),
	{
		name: reportDescription.resource.label,
		value: reportDescription.resource.name,
		description: reportDescription.resource.description,
	},
	{
		name: chatDescription.resource.label,
		value: chatDescription.resource.name,
		description: chatDescription.resource.description,
	},
	{
		name: 'API Request',
		value: 'apiRequest',
		description: 'Any address of the VIVI API, with the same key',
	},
].sort((a, b) => alphabetical(a.name, b.name));

export class Vivi implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'VIVI',
		name: 'vivi',
		icon: { light: 'file:../../icons/vivi.svg', dark: 'file:../../icons/vivi.dark.svg' },
		group: ['transform'],
		// As a list: n8n adds its own 'Custom API Call' to nodes whose version is the default one as it stands
		// (n8n 2.41.1, dist/load-nodes-and-credentials.js), and beside 'API Request' that would be a second way.
		version: [1],
		defaultVersion: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description: 'Work with the agents, knowledge bases and workspaces of a VIVI account',
		defaults: { name: 'VIVI' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'viviApi', required: true, displayOptions: { hide: { resource: ['chat'] } } },
			{ name: 'viviChannelApi', required: true, displayOptions: { show: { resource: ['chat'] } } },
		],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: resourceOptions,
				default: 'workspace',
			},
			...resources.flatMap(resourceProperties),
			...reportProperties,
			...chatProperties,
			...apiRequestProperties,
			optionsProperty,
		],
	};

	methods = listMethods;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		// n8n loads every node as it starts and runs few of them; what running takes comes with the first run.
		const { execute } = await import('./actions/execute');
		return await execute(this);
	}
}
