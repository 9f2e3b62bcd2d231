import { trimmed } from '../text/trimmed';

/** The address of VIVI's API, from the guide's own sample call. A test system may have another. */
export const API_BASE_URL = 'https://api.vivi.bot';

/** The Base URL that was filled in, or the usual one where it was left empty. */
export function baseUrlOf(given: unknown): string {
	return trimmed(String(given ?? '')) || API_BASE_URL;
}

/** The one documented address: GET https://api.vivi.bot/accounts/{accountId}/workspaces. */
export const WORKSPACES_PATH = '/accounts/{accountId}/workspaces';

/** The addresses below a workspace are assumed to follow the documented pattern. */
export const WORKSPACE_PATH = `${WORKSPACES_PATH}/{workspaceId}`;
