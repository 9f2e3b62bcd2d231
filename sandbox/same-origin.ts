import type { FastifyRequest } from 'fastify';
import { isLoopback } from '../vivi/address/service-url';
import { ApiError } from './errors';

/**
 * Keeps web pages other than the sandbox's own away from addresses that ask for no key. The host is
 * checked because of DNS rebinding; JSON because a form of another page can send anything but JSON.
 * @throws ApiError 403 for another host or origin, 415 for a change that is not asked for in JSON
 */
export async function refuseForeignPages(request: FastifyRequest): Promise<void> {
	const { headers, host, hostname, method } = request;
	const ownOrigin = headers.origin === undefined || headers.origin === `http://${host}`;
	if (!isLoopback(hostname) || !ownOrigin) {
		throw new ApiError(403, 'forbidden', 'The sandbox is for this machine only.');
	}
	if (method !== 'GET' && !/^application\/json\b/i.test(headers['content-type'] ?? '')) {
		throw new ApiError(415, 'unsupported_media_type', 'Send the request as application/json.');
	}
}
