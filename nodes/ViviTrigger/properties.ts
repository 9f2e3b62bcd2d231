import type { INodeProperties } from 'n8n-workflow';

import { catalogue } from '../../vivi/catalogue';
import { watchableEvents } from '../../vivi/changes/watchable';
import { alphabetical } from '../Vivi/description/alphabetical';
import { optionsMethod } from '../Vivi/description/locator';

/** Events per poll, unless the person says otherwise. */
export const DEFAULT_MAX_EVENTS = 100;

const events: INodeProperties = {
	displayName: 'Events',
	name: 'events',
	type: 'multiOptions',
	required: true,
	default: [],
	options: watchableEvents
		.map(({ name, label, description }) => ({ name: label, value: name, description }))
		.sort((a, b) => alphabetical(a.name, b.name)),
	description: 'What starts the workflow',
};

const workspaces: INodeProperties = {
	displayName: 'Workspaces',
	name: 'workspaces',
	type: 'options',
	default: 'all',
	options: [
		{
			name: 'All Workspaces',
			value: 'all',
			description:
				'Every workspace the key reaches, also those created later; with a Workspace API key its own one',
		},
		{ name: 'Selected Workspaces', value: 'selected', description: 'Those chosen below' },
	],
	description: 'Where to look for events',
};

const workspaceIds: INodeProperties = {
	displayName: 'Workspace Names or IDs',
	name: 'workspaceIds',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: optionsMethod(catalogue.workspace) },
	displayOptions: { show: { workspaces: ['selected'] } },
	required: true,
	default: [],
	description:
		'The workspaces to watch. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Emit Existing Records at First',
			name: 'emitExisting',
			type: 'boolean',
			default: false,
			description:
				'Whether the first poll reports every record that is there already as a created one. Otherwise it only takes note of them.',
		},
		{
			displayName: 'Max Events per Poll',
			name: 'maxEvents',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: DEFAULT_MAX_EVENTS,
			description:
				'How many events one execution gets at most. What goes beyond waits for the next poll.',
		},
		{
			displayName: 'Only If These Fields Changed',
			name: 'onlyFields',
			type: 'string',
			default: '',
			placeholder: 'e.g. name, status',
			description:
				"Names of fields as they stand in the event's 'record', separated by commas. Updates that change none of them are not reported.",
		},
	],
};

export const triggerProperties: INodeProperties[] = [events, workspaces, workspaceIds, options];
