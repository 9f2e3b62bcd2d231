import { createClient, type Client } from '../../vivi/client/client';
import type { ClientOptions } from '../../vivi/client/connection';
import type { Http } from '../../vivi/http/port';

/** A client of a service that is a function. It tries everything once, and no time passes. */
export function clientOf(http: Http, options: Partial<ClientOptions> = {}): Client {
	return createClient({
		...{ http, now: () => 0, sleep: async () => {}, random: () => 0 },
		...{ baseUrl: 'https://api.vivi.bot', accountId: 'acc', keyType: 'account' },
		policy: { maxTries: 1, maxTotalMs: 0, baseDelayMs: 0, maxDelayMs: 0 },
		timeoutMs: 1000,
		...options,
	});
}
