import { encodeId } from '../address/path';
import { catalogue } from '../catalogue';
import type { Client } from '../client/client';
import { allOf } from '../client/list-reading';
import { readId } from '../client/read-list';
import { shownName } from './shown-name';
import { mapUntilRefused } from './give-up';
import type { ReadFailure } from './types';

/** A workspace of the report, or the reason why nothing of it can be read. */
export interface ReportedWorkspace {
	workspaceId: string | null;
	name: string | null;
	failure?: ReadFailure;
}

/**
 * Finds the workspaces to report on, in the given order or else in VIVI's.
 * @param wanted IDs; none stands for all workspaces that the key reaches
 */
export async function findWorkspaces(
	client: Client,
	wanted: readonly string[],
	atOnce: () => number,
): Promise<ReportedWorkspace[]> {
	const ids = [...new Set(wanted.map((id) => id.trim()))].filter((id) => id !== '');
	// Checked here, because a wrong input is not a failure of the workspace.
	for (const id of ids) encodeId(id, 'workspaceId');

	// Whether a workspace key may list workspaces is not documented; its own one is known anyway.
	if (client.workspaceId !== undefined) {
		return await getWorkspaces(client, ids.length > 0 ? ids : [client.workspaceId], atOnce);
	}
	const all = await listWorkspaces(client);
	if (ids.length === 0) return all;
	const byId = new Map(all.map((one) => [one.workspaceId, one]));
	return ids.map(
		(id) => byId.get(id) ?? { workspaceId: id, name: null, failure: NOT_IN_THE_ACCOUNT },
	);
}

async function listWorkspaces(client: Client): Promise<ReportedWorkspace[]> {
	const { workspace } = catalogue;
	const all = await allOf(client.list(workspace, workspace.operations.getAll, { ids: {} }));
	return all.map((record) => {
		const workspaceId = readId(record, workspace) ?? null;
		const name = shownName(record, workspace);
		return { workspaceId, name, ...(workspaceId === null && { failure: NO_ID }) };
	});
}

/** Tries to get the names. The report works without them, where that address does not exist. */
async function getWorkspaces(
	client: Client,
	ids: readonly string[],
	atOnce: () => number,
): Promise<ReportedWorkspace[]> {
	const { workspace } = catalogue;
	const results = await mapUntilRefused(ids, atOnce, (workspaceId) =>
		client.run(workspace, workspace.operations.get, { ids: { workspaceId } }),
	);
	return results.map((result, index) => ({
		workspaceId: ids[index]!,
		name: result.ok ? shownName(result.value, workspace) : null,
	}));
}

const NO_ID: ReadFailure = {
	resource: 'workspace',
	code: 'missing_id',
	status: null,
	reason: 'VIVI lists this workspace without an ID.',
	hint: 'Look with API Request at what VIVI answers to the list of workspaces.',
};

const NOT_IN_THE_ACCOUNT: ReadFailure = {
	resource: 'workspace',
	code: 'not_found',
	status: null,
	reason: 'The account has no workspace with this ID.',
	hint: "Choose the workspace from the list, and check 'Account ID'.",
};
