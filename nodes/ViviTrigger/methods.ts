import type { ILoadOptionsFunctions, INodeType } from 'n8n-workflow';

import { watchFields } from '../../vivi/changes/watch-input';
import { listMethods } from '../Vivi/methods/lists';
import { watchedMethod } from './watched-method';

const { agentIds, channelIds, knowledgeBaseIds } = watchFields;

/** The lists behind the dropdowns; the records come from all watched workspaces. */
export const triggerMethods: NonNullable<INodeType['methods']> = {
	...listMethods,
	loadOptions: {
		...listMethods.loadOptions,
		...Object.fromEntries(
			[agentIds, channelIds, knowledgeBaseIds].map(({ resource }) => [
				watchedMethod(resource),
				async function (this: ILoadOptionsFunctions) {
					// Loaded only when a list is opened: n8n loads this file at its start.
					const { loadWatched } = await import('./load-watched');
					return await loadWatched(this, resource);
				},
			]),
		),
	},
};
