import { isExpression, type ILoadOptionsFunctions, type INodePropertyOptions } from 'n8n-workflow';

import type { ResourceName } from '../../vivi/catalogue/types';
import { readWorkspaces } from '../../vivi/changes/watch-input';
import { watchedChoices } from '../../vivi/changes/watched-choices';
import { clientForEditor } from '../Vivi/shared/transport';
import { shown } from '../Vivi/methods/shown';

/** The records of a resource in all watched workspaces, to choose from. */
export async function loadWatched(
	context: ILoadOptionsFunctions,
	resource: ResourceName,
): Promise<INodePropertyOptions[]> {
	return await shown(context, async () => {
		const given = (name: string) => context.getCurrentNodeParameter(name);
		const workspaces = readWorkspaces({
			workspaces: given('workspaces'),
			workspaceIds: given('workspaceIds'),
		});
		const choices = await watchedChoices(await clientForEditor(context), resource, workspaces);
		// n8n evaluates a value that begins like an expression.
		return choices
			.filter(({ id }) => !isExpression(id))
			.map(({ id, label }) => ({ name: label, value: id }));
	});
}
