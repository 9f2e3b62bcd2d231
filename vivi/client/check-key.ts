import { KEY_NAMES, OTHER_KIND_HINT } from '../auth/check-texts';
import { catalogue } from '../catalogue';
import { reworded, ViviApiError } from '../errors';
import type { Client } from './client';
import { titleLine } from './record-title';

/** A key that works, in words. */
interface KnownKey {
	/** Names the account, or the workspace that the key belongs to. */
	name: string;
	/** The name of its kind. */
	kind: string;
}

/**
 * Tries a key by a call that changes nothing.
 * @throws ViviError when the key does not work
 */
export async function checkKey(client: Client): Promise<KnownKey> {
	const { workspaceId } = client;
	if (workspaceId !== undefined) {
		return { name: await workspaceName(client, workspaceId), kind: KEY_NAMES.workspace };
	}
	const { workspace } = catalogue;
	// The one call that VIVI documents.
	await client
		.page(workspace, workspace.operations.getAll, { ids: {}, query: { limit: 1 } })
		.catch((error: unknown) => {
			throw perhapsOfTheOtherKind(error);
		});
	return { name: `Account ${client.accountId}`, kind: KEY_NAMES.account };
}

/** Without a workspace, a Workspace API key looks like an Account API key. */
function perhapsOfTheOtherKind(error: unknown): unknown {
	if (!(error instanceof ViviApiError) || error.status !== 403) return error;
	return reworded(error, { hint: `${OTHER_KIND_HINT} ${error.hint}` });
}

/**
 * VIVI does not say whether a Workspace API key may read its workspace. The exchange has proven such a
 * key; only a refused token or a missing answer says that it does not work.
 */
async function workspaceName(client: Client, workspaceId: string): Promise<string> {
	const { workspace } = catalogue;
	try {
		const record = await client.run(workspace, workspace.operations.get, { ids: {} });
		return titleLine(record, workspace) ?? workspaceId;
	} catch (error) {
		const mayBe = error instanceof ViviApiError && [403, 404, 405, 501].includes(error.status ?? 0);
		if (mayBe) return `Workspace ${workspaceId}`;
		throw error;
	}
}
