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
		// n8n loads every node as it starts and runs few of them; what running takes comes with the first run.
		const { execute } = await import('./actions/execute');
		return await execute(this);
	}
}
