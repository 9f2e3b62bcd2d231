import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { listMethods } from '../Vivi/methods/lists';
import { triggerProperties } from './properties';

export class ViviTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'VIVI Trigger',
		name: 'viviTrigger',
		icon: { light: 'file:../../icons/vivi.svg', dark: 'file:../../icons/vivi.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{[].concat($parameter["events"]).join(", ")}}',
		description: 'Starts a workflow when something is created, updated or deleted in VIVI',
		defaults: { name: 'VIVI Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'viviApi', required: true }],
		properties: triggerProperties,
	};

	methods = listMethods;

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		// As in the other node: the code for a poll is loaded with the first one.
		const { poll } = await import('./poll');
		return await poll(this);
	}
}
