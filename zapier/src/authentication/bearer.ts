import type { BeforeRequestMiddleware } from 'zapier-platform-core';

import { isBelow } from '../../../vivi/address/path';
import { baseUrlOf } from './connection';

/**
 * Adds the access token to requests that ask for it and go to the API. The exchange, an API channel,
 * a file's address or a callback never ask for it: during a refresh the session still holds the old
 * token, and nobody else may see the new one.
 */
export const addBearer: BeforeRequestMiddleware = (request, _z, { authData }) => {
	const token = authData['accessToken'] ?? '';
	const asked = (request.middlewareData as { bearer?: boolean } | undefined)?.bearer === true;
	if (asked && token !== '' && isBelow(new URL(request.url), new URL(baseUrlOf(authData)))) {
		request.headers = { ...request.headers, Authorization: `Bearer ${token}` };
	}
	return request;
};
