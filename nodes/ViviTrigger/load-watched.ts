import type { ResourceName } from '../../vivi/catalogue/types';
import { readWorkspaces } from '../../vivi/changes/watch-input';
import { watchedChoices } from '../../vivi/changes/watched-choices';
import { allOptions, shown } from '../Vivi/methods/shown';
import { clientForEditor } from '../Vivi/shared/transport';

/** The records of a resource in all watched workspaces, to choose from. */
export const loadWatched = shown(async (context, resource: ResourceName) => {
	const given = (name: string) => context.getCurrentNodeParameter(name);
	const workspaces = readWorkspaces({
		workspaces: given('workspaces'),
		workspaceIds: given('workspaceIds'),
	});
	return allOptions(await watchedChoices(await clientForEditor(context), resource, workspaces));
});
