import { setTimeout as sleep } from 'node:timers/promises';

import { createClient, type Client } from '../../vivi/client/client';
import type { ClientOptions } from '../../vivi/client/connection';
import { authorisedHttp } from './authorised-http';
import type { ViviKey } from './environment';

/** A client of the core for somebody's own key; a key that names a workspace is a workspace key. */
export function clientForKey(key: ViviKey, options: Partial<ClientOptions> = {}): Client {
	return createClient({
		http: authorisedHttp(key),
		now: Date.now,
		sleep,
		random: Math.random,
		baseUrl: key.baseUrl,
		accountId: key.accountId,
		keyType: key.workspaceId ? 'workspace' : 'account',
		...(key.workspaceId ? { workspaceId: key.workspaceId } : {}),
		policy: { maxTries: 5, maxTotalMs: 60_000, baseDelayMs: 300, maxDelayMs: 5_000 },
		timeoutMs: 30_000,
		hasTriedFreshToken: () => true,
		...options,
	});
}
