import { createClient, type Client } from '../../vivi/client/client';
import type { HttpRequest } from '../../vivi/http/port';

export type Reply = [status: number, body?: unknown, headers?: Record<string, string>];

/** A client of a service that gives these replies, one after the other, and what it was asked. */
export function replyingClient(replies: readonly Reply[]): {
	client: Client;
	requests: HttpRequest[];
} {
	const requests: HttpRequest[] = [];
	const client = createClient({
		async http(request) {
			requests.push(request);
			const [status, body = '', headers = {}] = replies[requests.length - 1]!;
			const text = typeof body === 'string' ? body : JSON.stringify(body);
			return { status, headers, body: request.responseType === 'bytes' ? Buffer.from(text) : text };
		},
		now: () => 0,
		sleep: async () => {},
		random: () => 0.5,
		baseUrl: 'https://api.vivi.example/v1',
		accountId: 'acc',
		keyType: 'account',
		policy: { maxTries: 3, maxTotalMs: 10_000, baseDelayMs: 1, maxDelayMs: 1 },
		timeoutMs: 1000,
	});
	return { client, requests };
}
