import type { INodeProperties } from 'n8n-workflow';

import { catalogue } from '../../vivi/catalogue';
import type { InputField } from '../../vivi/catalogue/types';
import { watchFields } from '../../vivi/changes/watch-input';
import { collection } from '../Vivi/description/collection';
import { fieldProperty } from '../Vivi/description/field';
import { watchedMethod } from '../Vivi/description/locator';

const { events, workspaces, workspaceIds, ...options } = watchFields;

/** Records to choose come from all watched workspaces. */
function optionProperty(field: InputField): INodeProperties {
	const property = fieldProperty(field);
	if (field.type !== 'references') return property;
	return {
		...property,
		displayName: `${field.label} Names or IDs`,
		typeOptions: {
			loadOptionsMethod: watchedMethod(catalogue[field.resource!]),
			loadOptionsDependsOn: [workspaces.name, workspaceIds.name],
		},
	};
}

export const triggerProperties: INodeProperties[] = [
	{ ...fieldProperty(events), required: true },
	fieldProperty(workspaces),
	{
		...fieldProperty(workspaceIds),
		displayOptions: { show: { workspaces: ['selected'] } },
		required: true,
	},
	collection('Options', 'options', 'Add option', Object.values(options).map(optionProperty)),
];
