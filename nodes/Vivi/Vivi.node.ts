import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { nodeProperties, resourcesWith } from './description/node-properties';
import { listMethods } from './methods/lists';

const channelResources = resourcesWith('channel');

export class Vivi implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'VIVI',
		name: 'vivi',
		icon: { light: 'file:../../icons/vivi.svg', dark: 'file:../../icons/vivi.dark.svg' },
		group: ['transform'],
		// A list, because n8n adds its own 'Custom API Call' to nodes whose version equals the default
		// version (n8n 2.41.1, dist/load-nodes-and-credentials.js). Beside 'API Request' that would be a
		// second way.
		version: [1],
		defaultVersion: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description: 'Work with the agents, knowledge bases and workspaces of a VIVI account',
		defaults: { name: 'VIVI' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'viviApi',
				required: true,
				displayOptions: { hide: { resource: channelResources } },
			},
			{
				name: 'viviChannelApi',
				required: true,
				displayOptions: { show: { resource: channelResources } },
			},
		],
		properties: nodeProperties(),
	};

	methods = listMethods;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		// n8n loads every node at its start and runs few of them; the code for running is loaded with
		// the first run.
		const { execute } = await import('./actions/execute');
		return await execute(this);
	}
}
