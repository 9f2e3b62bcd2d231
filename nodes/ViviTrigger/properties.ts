import type { INodeProperties } from 'n8n-workflow';

import type { InputField } from '../../vivi/catalogue/types';
import { watchFields } from '../../vivi/changes/watch-input';
import { alphabetical } from '../Vivi/description/alphabetical';
import { fieldProperty } from '../Vivi/description/field';
import { watchedMethod } from './watched-method';

const events: INodeProperties = { ...fieldProperty(watchFields.events), required: true };

const workspaceIds: INodeProperties = {
	...fieldProperty(watchFields.workspaceIds),
	displayOptions: { show: { workspaces: ['selected'] } },
	required: true,
};

/** Records of all watched workspaces to choose from. */
function watchedRecords(field: InputField): INodeProperties {
	return {
		...fieldProperty(field),
		displayName: `${field.label} Names or IDs`,
		typeOptions: {
			loadOptionsMethod: watchedMethod(field.resource!),
			loadOptionsDependsOn: [watchFields.workspaces.name, watchFields.workspaceIds.name],
		},
	};
}

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
		watchedRecords(watchFields.agentIds),
		watchedRecords(watchFields.channelIds),
		watchedRecords(watchFields.knowledgeBaseIds),
		fieldProperty(watchFields.sender),
		fieldProperty(watchFields.nameContains),
	].sort((a, b) => alphabetical(a.displayName, b.displayName)),
};

export const triggerProperties: INodeProperties[] = [
	events,
	fieldProperty(watchFields.workspaces),
	workspaceIds,
	options,
];
