import type { FastifyRequest } from 'fastify';
import { isLoopback } from '../vivi/address/service-url';
import { ApiError } from './errors';

/**
 * Keeps other web pages away from addresses that ask for no key. It checks the host because of DNS rebinding,
 * and asks for JSON because a form of another page cannot send JSON.
 * @throws ApiError 403 for another host or origin, 415 for a change without JSON
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
