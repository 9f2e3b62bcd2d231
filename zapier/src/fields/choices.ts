import type { Resource } from '../../../vivi/catalogue/types';
import { ancestors } from '../../../vivi/catalogue';
import { findChoices } from '../../../vivi/client/choices';
import { isOutOfReach } from '../../../vivi/client/out-of-reach';
import { fillPath } from '../../../vivi/address/path';
import { apiUrl } from '../../../vivi/address/url';
import { idAsText } from '../../../vivi/input/record-id';
import { step, type Step } from '../step';
import { recordIdsOf } from './record-id';

/**
 * A page of a dropdown, in the form that Zapier takes from a function (zapier-platform-core, since
 * 18.4).
 */
interface ChoicesPage {
	results: Array<{ id: string; label: string }>;
	paging_token: string | null;
}

/**
 * The dropdown of a resource's records, a page at a time; the choices above it decide which records.
 * @param forPath whether the choice becomes part of a path, for which `recordIdOf` reads it
 */
export function recordChoices(resource: Resource, forPath: boolean) {
	return { perform: step('read', async (at) => await readPage(at, resource, forPath)) };
}

async function readPage(at: Step, resource: Resource, forPath: boolean): Promise<ChoicesPage> {
	const { inputData, meta } = at.bundle;
	const client = at.client();
	const { paging_token: after } = meta as { paging_token?: string | null };
	const ids = recordIdsOf(inputData, ancestors(resource));
	try {
		const page = await findChoices(client, resource, { ids, ...(after && { after }) });
		const { next } = page;
		// Zapier would replace {{…}} by the values of earlier steps, and send those to VIVI.
		const choices = page.choices.filter(({ id }) => !id.includes('{{'));
		const results = forPath
			? choices.map(({ id, label }) => ({
					id: idAsText(id, () => listAddress(at, resource, ids), resource.idField),
					label,
				}))
			: choices;
		return { results, paging_token: next ?? null };
	} catch (error) {
		const own = client.workspaceId;
		// Whether a Workspace API key may list workspaces is not documented; its own one is known.
		const mayBe = resource.name === 'workspace' && own !== undefined && isOutOfReach(error);
		if (!mayBe) throw error;
		return { results: [{ id: own, label: own }], paging_token: null };
	}
}

function listAddress(at: Step, resource: Resource, ids: Record<string, string>): string {
	const { baseUrl, accountId, workspaceId } = at.platform();
	const own = ids['workspaceId'] === '' ? { workspaceId } : {};
	const path = fillPath(resource.operations.getAll.path, { accountId, ...ids, ...own });
	return apiUrl(new URL(baseUrl), path);
}
