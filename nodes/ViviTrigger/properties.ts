import type { INodeProperties } from 'n8n-workflow';

import { watchFields } from '../../vivi/changes/watch-input';
import { alphabetical } from '../Vivi/description/alphabetical';
import { fieldProperty } from '../Vivi/description/field';

const events: INodeProperties = {
	displayName: watchFields.events.label,
	name: watchFields.events.name,
	type: 'multiOptions',
	required: true,
	default: [],
	options: watchFields.events.options
		.map(({ value, label, help }) => ({ name: label, value, description: help }))
		.sort((a, b) => alphabetical(a.name, b.name)),
	description: watchFields.events.help,
};

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
