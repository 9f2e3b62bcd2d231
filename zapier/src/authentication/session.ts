import type { Bundle, ZObject } from 'zapier-platform-core';

import { exchangeToken } from '../../../vivi/auth/exchange-token';
import { step, tools } from '../step';
import { channelOf, credentialsOf, hasChannelKey, hasPlatformKey, platformOf } from './connection';

/** What Zapier keeps with the connection; it can only keep texts, side by side. */
export interface Session {
	accessToken: string;
	/** ISO 8601. */
	expiresAt: string;
}

/**
 * Exchanges the key of a connection for an access token: when it is connected, and whenever Zapier is
 * told that the session is over. A connection with nothing but the key of an API channel has no session.
 */
export async function openSession(z: ZObject, bundle: Bundle): Promise<Session> {
	// On a refresh the values of the session that is over are still there.
	const isRefresh = bundle.authData['expiresAt'] !== undefined;
	return await step(isRefresh ? 'refresh' : 'connect', async ({ http }) => {
		const { authData } = bundle;
		// All is read before anything is sent.
		if (hasChannelKey(authData)) channelOf(authData);
		if (!hasPlatformKey(authData)) return { accessToken: '', expiresAt: '' };
		const credentials = credentialsOf(authData);
		platformOf(authData);
		const { accessToken, expiresAt } = await exchangeToken(credentials, { ...tools, http });
		return { accessToken, expiresAt: new Date(expiresAt).toISOString() };
	})(z, bundle);
}
