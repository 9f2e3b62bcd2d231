import { resources } from '../vivi/catalogue';
import type { Context } from './context';
import { AUDIENCE } from './keys';

export interface AccountOverview {
	accountId: string;
	baseUrl: string;
	tokenUrl: string;
	audience: string;
	/** With the number of records in each, by the plural of the resource ('Agents'). */
	workspaces: Array<{ id: string; name: string; counts: Record<string, number> }>;
}

/** The records of this sandbox that a key can reach, at a glance. */
export function accountOverview({ store, url }: Context): AccountOverview {
	const inWorkspaces = resources.filter(({ parent }) => parent === 'workspace');
	return {
		accountId: store.accountId,
		baseUrl: url,
		tokenUrl: `${url}/oauth/token`,
		audience: AUDIENCE,
		workspaces: store
			.collection(store.listPath('workspace', {}))
			.all()
			.map(({ id, name }) => ({
				id: String(id),
				name: String(name),
				counts: Object.fromEntries(
					inWorkspaces.map((resource) => [
						resource.plural,
						store.collection(store.listPath(resource.name, { workspaceId: String(id) })).size,
					]),
				),
			})),
	};
}
