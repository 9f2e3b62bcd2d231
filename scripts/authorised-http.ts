import { setTimeout as sleep } from 'node:timers/promises';

import { createTokenSource, type TokenSource } from '../vivi/auth/token-source';
import type { ViviCredentials } from '../vivi/auth/credentials';
import type { Http, HttpRequest } from '../vivi/http/port';
import { axiosHttp } from './axios-http';

/** Sends with a key's access token, to the API's host and no other; a 401 is tried once more with a fresh token. */
export function authorisedHttp(
	key: ViviCredentials & { baseUrl: string },
	source: TokenSource = createTokenSource({ now: Date.now, sleep, random: Math.random }),
): Http {
	const { origin } = new URL(key.baseUrl);

	return async (request) => {
		if (new URL(request.url).origin !== origin) return await axiosHttp(request);
		const { accessToken } = await source.get(key, axiosHttp);
		const answer = await axiosHttp(withToken(request, accessToken));
		if (answer.status !== 401) return answer;
		const fresh = await source.get(key, axiosHttp, { rejected: accessToken });
		return await axiosHttp(withToken(request, fresh.accessToken));
	};
}

function withToken(request: HttpRequest, token: string): HttpRequest {
	return { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } };
}
