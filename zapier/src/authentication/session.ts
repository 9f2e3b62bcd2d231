import type { Bundle, ZObject } from 'zapier-platform-core';

import { createTokenSource } from '../../../vivi/auth/token-source';
import { step, tools } from '../step';
import { channelOf, credentialsOf, hasChannelKey, hasPlatformKey, platformOf } from './connection';

/** The session that Zapier stores with the connection; it can only store texts, in one level. */
export interface Session {
	accessToken: string;
	/** ISO 8601. */
	expiresAt: string;
}

/** Steps of one warm process whose token is refused at the same time share one exchange. */
const tokens = createTokenSource({
	now: () => tools.now(),
	sleep: async (ms) => await tools.sleep(ms),
	random: () => tools.random(),
});

/**
 * Exchanges the key of a connection for an access token: when it is connected, and whenever Zapier
 * hears that the session has ended. A connection with only the key of an API channel has no session.
 */
export async function openSession(z: ZObject, bundle: Bundle): Promise<Session> {
	// During a refresh the values of the old session are still there.
	const isRefresh = bundle.authData['expiresAt'] !== undefined;
	return await step(isRefresh ? 'refresh' : 'connect', async ({ http }) => {
		const { authData } = bundle;
		// All values are read before anything is sent.
		if (hasChannelKey(authData)) channelOf(authData);
		if (!hasPlatformKey(authData)) return { accessToken: '', expiresAt: '' };
		const credentials = credentialsOf(authData);
		platformOf(authData);
		// A person who connects wants to know whether the key works now.
		const options = isRefresh ? { rejected: authData['accessToken'] } : { isFresh: true };
		const { accessToken, expiresAt } = await tokens.get(credentials, http, options);
		return { accessToken, expiresAt: new Date(expiresAt).toISOString() };
	})(z, bundle);
}
