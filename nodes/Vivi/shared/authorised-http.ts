import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { isFresh } from '../../../vivi/auth/fresh-token';
import type { Http, HttpRequest, HttpResponse } from '../../../vivi/http/port';
import { withoutEcho } from '../../../vivi/http/without-echo';
import type { CredentialError } from './credential-error';
import { n8nHttp, type Sender } from './n8n-http';
import { ownToken, renewalOf } from './renewal';

/** Requests with the 'VIVI API' credential. */
export interface Authorised {
	http: Http;
	/** Whether the token is new and VIVI has not accepted it yet. */
	isTokenFresh(): boolean;
}

/**
 * The Http port with the 'VIVI API' credential, which renews the token on 401. n8n's own helper
 * reads the credential from the database and decrypts it for each request, a quarter of the cost of
 * many small requests (profile of n8n 2.41.1); here it is read once. A key that VIVI does not
 * exchange is not tried again with each further request: an execution that continues on errors would
 * otherwise ask for a token for each item, with a wrong secret each time.
 * @param stored decrypted; a token that n8n renews replaces the one in it
 */
export function authorisedHttp(
	context: Sender,
	stored: ICredentialDataDecryptedObject,
): Authorised {
	// Whose the token is has been looked at; the credential need not find it out for each request.
	const credentials = { ...stored, accessToken: ownToken(stored), tokenFor: '' };
	let refused: CredentialError | undefined;
	let renewedAt: number | undefined;
	let accepted = '';
	const isTokenFresh = () => credentials.accessToken !== accepted && isFresh(renewedAt, Date.now());

	const sendWith = async (
		call: HttpRequest,
		data: ICredentialDataDecryptedObject,
	): Promise<HttpResponse> => {
		const { accessToken } = credentials;
		const renewal = renewalOf(data);
		// Without a token n8n gets one before it sends the request, and puts it into the data.
		const before = data['accessToken'] === '' ? renewal : undefined;
		const token = () => String(data['accessToken'] ?? '');
		const http = n8nHttp(context, { type: 'viviApi', data, before });
		try {
			const answer = await withoutEcho(http, () => [token()])(call);
			if (answer.status !== 401) accepted = token();
			return answer;
		} catch (error) {
			const { failure } = renewal;
			if (failure && !failure.reason.transient) refused = failure;
			throw failure ?? error;
		} finally {
			if (token() !== '' && credentials.accessToken === accessToken) {
				if (token() !== accessToken) renewedAt = Date.now();
				Object.assign(credentials, data, { tokenFor: '' });
			}
		}
	};
	const http: Http = async (call) => {
		if (refused) throw refused;
		// n8n writes a renewed token into the given data. Each request gets a copy; otherwise a request
		// that is refused later would report the new token as the refused one, and cause another
		// exchange.
		const data = { ...credentials };
		// A token that was renewed just now is as good as the next one.
		const wasFresh = isTokenFresh();
		const answer = await sendWith(call, data);
		if (answer.status !== 401 || wasFresh) return answer;
		// A 401 is no error to n8n here; it gets a new token only where there is none.
		const empty = { ...data, accessToken: '' };
		renewalOf(empty).refused = data.accessToken;
		return await sendWith(call, empty);
	};
	return { http, isTokenFresh };
}
