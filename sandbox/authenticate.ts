import type { Context } from './context';
import { ApiError } from './errors';
import type { ApiKey } from './keys';

/**
 * The key behind a request's Bearer token.
 * @throws ApiError 401 when there is none, it is no longer valid, or its key was deactivated
 */
export async function authenticate(
	context: Context,
	headers: Record<string, string | string[] | undefined>,
): Promise<ApiKey> {
	const [, token] = /^Bearer (\S+)$/i.exec(String(headers.authorization ?? '')) ?? [];
	if (!token) {
		const message = headers['vivi-api-key']
			? 'A vivi-api-key belongs to an API channel. Send an access token as Authorization: Bearer.'
			: 'Send an access token as Authorization: Bearer.';
		throw new ApiError(401, 'unauthorized', message);
	}
	const keyId = await context.tokens.verify(token, `${context.url}/`);
	const key = keyId === undefined ? undefined : context.keys.find(keyId);
	if (!key) throw new ApiError(401, 'invalid_token', 'The access token is invalid or expired.');
	if (!key.active) throw new ApiError(401, 'key_deactivated', 'The API key was deactivated.');
	return key;
}
