/** Where VIVI's API is; the guide's own sample call goes there. A test system may have another. */
export const API_BASE_URL = 'https://api.vivi.bot';

/** The one documented address: GET https://api.vivi.bot/accounts/{accountId}/workspaces. */
export const WORKSPACES_PATH = '/accounts/{accountId}/workspaces';

/** Everything below a workspace is assumed to follow the documented pattern. */
export const WORKSPACE_PATH = `${WORKSPACES_PATH}/{workspaceId}`;
