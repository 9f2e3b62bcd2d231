import { setTimeout as sleep } from 'node:timers/promises';

import { createTokenSource, type TokenSource } from '../../vivi/auth/token-source';
import type { ViviCredentials } from '../../vivi/auth/credentials';
import type { Http, HttpRequest, HttpResponse } from '../../vivi/http/port';
import { withoutEcho } from '../../vivi/http/without-echo';
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
		const answer = await sendWith(accessToken, request);
		if (answer.status !== 401) return answer;
		const fresh = await source.get(key, axiosHttp, { rejected: accessToken });
		return await sendWith(fresh.accessToken, request);
	};
}

async function sendWith(token: string, request: HttpRequest): Promise<HttpResponse> {
	const headers = { ...request.headers, authorization: `Bearer ${token}` };
	return await withoutEcho(axiosHttp, () => [token])({ ...request, headers });
}
