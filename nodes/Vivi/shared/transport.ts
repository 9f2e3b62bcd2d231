import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import { createClient } from '../../../vivi/client/client';
import type { RetryPolicy } from '../../../vivi/http/retry';
import { n8nHttp } from './n8n-http';

/** n8n's own retries end after 5 tries of 5 seconds, too soon for a real rate limit. */
const RETRY: RetryPolicy = {
	maxTries: 8,
	maxTotalMs: 5 * 60_000,
	baseDelayMs: 500,
	maxDelayMs: 20_000,
};

/** A client of the core with this item's credential and options. */
export async function clientFor(context: IExecuteFunctions, itemIndex: number) {
	const credentials = await context.getCredentials('viviApi', itemIndex);
	const options = context.getNodeParameter('options', itemIndex, {}) as {
		userId?: string;
		timeout?: number;
	};
	const text = (name: string) => String(credentials[name] ?? '').trim();
	const userId = options.userId?.trim();
	const workspaceId = text('workspaceId');
	return createClient({
		http: n8nHttp(
			async (request) =>
				await context.helpers.httpRequestWithAuthentication.call(context, 'viviApi', request),
			{ refreshOn401: true },
		),
		now: Date.now,
		sleep,
		random: Math.random,
		baseUrl: text('baseUrl') || 'https://api.vivi.bot',
		accountId: text('accountId'),
		keyType: text('keyType') === 'workspace' ? 'workspace' : 'account',
		policy: RETRY,
		timeoutMs: (options.timeout ?? 60) * 1000,
		...(workspaceId && { workspaceId }),
		...(userId && { userId }),
	});
}
