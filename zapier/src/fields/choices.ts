import type { Resource } from '../../../vivi/catalogue/types';
import { ancestors } from '../../../vivi/catalogue';
import { findChoices } from '../../../vivi/client/choices';
import { isOutOfReach } from '../../../vivi/client/out-of-reach';
import { step, type Step } from '../step';
import { toKey } from './key';

/** A page of a dropdown, as Zapier takes it from a function (zapier-platform-core, since 18.4). */
interface ChoicesPage {
	results: Array<{ id: string; label: string }>;
	paging_token: string | null;
}

/** The dropdown of a resource's records: those below what is chosen above it, a page at a time. */
export function recordChoices(resource: Resource) {
	return { perform: step('read', async (at) => await readPage(at, resource)) };
}

async function readPage(at: Step, resource: Resource): Promise<ChoicesPage> {
	const { inputData, meta } = at.bundle;
	const client = at.client();
	const { paging_token: after } = meta as { paging_token?: string | null };
	const ids = Object.fromEntries(
		ancestors(resource).map(({ idField }) => [idField, String(inputData[toKey(idField)] ?? '')]),
	);
	try {
		const { choices, next } = await findChoices(client, resource, { ids, ...(after && { after }) });
		return { results: choices, paging_token: next ?? null };
	} catch (error) {
		const own = client.workspaceId;
		// Whether a Workspace API key may list workspaces is not documented; its own one is known.
		const mayBe = resource.name === 'workspace' && own !== undefined && isOutOfReach(error);
		if (!mayBe) throw error;
		return { results: [{ id: own, label: own }], paging_token: null };
	}
}
