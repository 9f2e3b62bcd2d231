import type { INodeProperties } from 'n8n-workflow';

import { watchFields } from '../../vivi/changes/watch-input';
import { fieldProperty } from '../Vivi/description/field';

const events: INodeProperties = { ...fieldProperty(watchFields.events), required: true };

const workspaceIds: INodeProperties = {
	...fieldProperty(watchFields.workspaceIds),
	displayOptions: { show: { workspaces: ['selected'] } },
	required: true,
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		fieldProperty(watchFields.emitExisting),
		fieldProperty(watchFields.maxEvents),
		fieldProperty(watchFields.onlyFields),
	],
};

export const triggerProperties: INodeProperties[] = [
	events,
	fieldProperty(watchFields.workspaces),
	workspaceIds,
	options,
];
