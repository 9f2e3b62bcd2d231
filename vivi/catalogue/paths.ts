/** The one documented address: GET https://api.vivi.bot/accounts/{accountId}/workspaces. */
export const WORKSPACES_PATH = '/accounts/{accountId}/workspaces';

/** Everything below a workspace is assumed to follow the documented pattern. */
export const WORKSPACE_PATH = `${WORKSPACES_PATH}/{workspaceId}`;
