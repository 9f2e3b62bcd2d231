import type { Client } from '../../vivi/client/client';
import type { ClientOptions } from '../../vivi/client/connection';
import { NetworkFailure, type HttpRequest } from '../../vivi/http/port';
import { clientOf } from './client-of';

export type Reply =
	NetworkFailure | [status: number, body?: unknown, headers?: Record<string, string>];

/** A client of a service that gives these replies, one after the other, and what it was asked. */
export function replyingClient(
	replies: readonly Reply[],
	options: Partial<ClientOptions> = {},
): { client: Client; requests: HttpRequest[] } {
	const requests: HttpRequest[] = [];
	const client = clientOf(
		async (request) => {
			requests.push(request);
			const reply = await Promise.resolve(replies[requests.length - 1]);
			if (!reply) throw new Error('One request too many.');
			if (reply instanceof NetworkFailure) throw reply;
			const [status, body = '', headers = {}] = reply;
			const text = typeof body === 'string' ? body : JSON.stringify(body);
			return { status, headers, body: request.responseType === 'bytes' ? Buffer.from(text) : text };
		},
		{
			baseUrl: 'https://api.vivi.example/v1',
			policy: { maxTries: 3, maxTotalMs: 10_000, baseDelayMs: 1, maxDelayMs: 1 },
			...options,
		},
	);
	return { client, requests };
}
