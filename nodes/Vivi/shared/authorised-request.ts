import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

import { isFresh } from '../../../vivi/auth/fresh-token';
import type { CredentialError } from './credential-error';
import { exchangeFailure, ownToken, withoutRefusedToken } from './renewal';

/** Requests with the 'VIVI API' credential. */
export interface AuthorisedRequest {
	send(options: IHttpRequestOptions): Promise<IN8nHttpFullResponse>;
	/** Whether the token was issued a moment ago and VIVI has not accepted it yet. */
	isTokenFresh(): boolean;
}

/**
 * n8n's request helper with the 'VIVI API' credential, renewing the token on 401. Left to itself the
 * helper reads the credential from the database and decrypts it for each request, a quarter of all
 * that many small requests cost (profile of n8n 2.41.1); here it is read once. A key that VIVI does not
 * exchange is not tried again with each further request: the items of an execution that goes on after
 * errors would ask for as many tokens, with a wrong secret each time.
 * @param stored decrypted; a token that n8n renews takes the place of the one in it
 */
export function authorisedRequest(
	context: IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions,
	stored: ICredentialDataDecryptedObject,
): AuthorisedRequest {
	const credentials = { ...stored, accessToken: ownToken(stored) };
	let refused: CredentialError | undefined;
	let renewedAt: number | undefined;
	let accepted = '';
	const isTokenFresh = () => credentials.accessToken !== accepted && isFresh(renewedAt, Date.now());

	const sendWith = async (options: IHttpRequestOptions, data: ICredentialDataDecryptedObject) => {
		const { accessToken } = credentials;
		try {
			const answer = (await context.helpers.httpRequestWithAuthentication.call(
				context,
				'viviApi',
				options,
				{ credentialsDecrypted: { id: '', name: 'VIVI API', type: 'viviApi', data } },
			)) as IN8nHttpFullResponse;
			if (answer.statusCode !== 401) accepted = String(data['accessToken']);
			return answer;
		} catch (error) {
			const failure = exchangeFailure(data);
			if (failure && !failure.reason.transient) refused = failure;
			throw failure ?? error;
		} finally {
			const renewed = String(data['accessToken']);
			if (renewed !== '' && credentials.accessToken === accessToken) {
				if (renewed !== accessToken) renewedAt = Date.now();
				Object.assign(credentials, data);
			}
		}
	};
	const send = async (options: IHttpRequestOptions) => {
		if (refused) throw refused;
		// n8n writes a renewed token into what it was given. A copy for each request, or one that is
		// refused later would call the new token the refused one, and cost another exchange.
		const data = { ...credentials };
		// A token that was renewed just now is no worse than the next one would be.
		if (isTokenFresh()) return await sendWith({ ...options, ignoreHttpStatusErrors: true }, data);
		const answer = await sendWith(options, data);
		// A 401 comes as an answer where n8n renews nothing after it: until 2.10 the helper knows no
		// exceptions from ignoring the status (n8n-core 2.10.0, request-helper-functions.js).
		return answer.statusCode === 401 ? await sendWith(options, withoutRefusedToken(data)) : answer;
	};
	return { send, isTokenFresh };
}
