import type { INodeProperties } from 'n8n-workflow';

import { ancestors } from '../../../vivi/catalogue';
import { aOrAn } from '../../../vivi/catalogue/a-or-an';
import { API_BASE_URL } from '../../../vivi/catalogue/paths';
import type { Resource } from '../../../vivi/catalogue/types';
import { addressPattern, idHint } from '../../../vivi/input/record-id';

/** The name of the method that fills the 'From List' mode: `searchKnowledgeBases`. */
export function searchMethod({ plural }: Resource): string {
	return `search${plural.replace(/ /g, '')}`;
}

/** The name of the method that fills a dropdown of several records: `getKnowledgeBases`. */
export function optionsMethod({ plural }: Resource): string {
	return `get${plural.replace(/ /g, '')}`;
}

/** The name of the method that lists the records of all watched workspaces: `getWatchedAgents`. */
export function watchedMethod({ plural }: Resource): string {
	return `getWatched${plural.replace(/ /g, '')}`;
}

/** The parameters to choose before the records can be listed. */
export function dependencies(resource: Resource): string[] {
	return ancestors(resource).map(({ idField }) => `${idField}.value`);
}

/** Chooses one record: from the list, by its URL or by its ID. */
export function locator(
	resource: Resource,
	more: Pick<INodeProperties, 'description' | 'displayOptions' | 'hint' | 'required'> & {
		name?: string;
	},
): INodeProperties {
	const { label, idField, segment, sample } = resource;
	const noun = label.toLowerCase();
	const dependsOn = dependencies(resource);
	const regex = addressPattern(resource);
	return {
		displayName: label,
		name: idField,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		...more,
		...(dependsOn.length > 0 && { typeOptions: { loadOptionsDependsOn: dependsOn } }),
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: `Select ${aOrAn(noun)}…`,
				typeOptions: { searchListMethod: searchMethod(resource), searchable: true },
			},
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				placeholder: `e.g. ${API_BASE_URL}/…/${segment}/${String(sample['id'])}`,
				validation: [
					{
						type: 'regex',
						properties: {
							regex: `${regex}.*`,
							errorMessage: `This URL has no /${segment}/ followed by the ID of the ${noun}`,
						},
					},
				],
				extractValue: { type: 'regex', regex },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: `e.g. ${String(sample['id'])}`,
				hint: idHint(resource),
			},
		],
	};
}
