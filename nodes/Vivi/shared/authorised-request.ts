import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

import type { CredentialExchangeError } from './credential-exchange-error';
import { exchangeFailure, withoutRefusedToken } from './renewal';

/**
 * n8n's request helper with the 'VIVI API' credential, renewing the token on 401. Left to itself the
 * helper reads the credential from the database and decrypts it for each request, a quarter of all
 * that many small requests cost (profile of n8n 2.41.1); here it is read once. A key that VIVI does not
 * exchange is not tried again with each further request: the items of an execution that goes on after
 * errors would ask for as many tokens, with a wrong secret each time.
 * @param credentials decrypted; a token that n8n renews takes the place of the one in it
 */
export function authorisedRequest(
	context: IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions,
	credentials: ICredentialDataDecryptedObject,
): (options: IHttpRequestOptions) => Promise<IN8nHttpFullResponse> {
	let refused: CredentialExchangeError | undefined;
	const send = async (options: IHttpRequestOptions, data: ICredentialDataDecryptedObject) => {
		const { accessToken } = credentials;
		try {
			return (await context.helpers.httpRequestWithAuthentication.call(
				context,
				'viviApi',
				options,
				{ credentialsDecrypted: { id: '', name: 'VIVI API', type: 'viviApi', data } },
			)) as IN8nHttpFullResponse;
		} catch (error) {
			const failure = exchangeFailure(data);
			if (failure && !failure.reason.transient) refused = failure;
			throw failure ?? error;
		} finally {
			if (data['accessToken'] !== '' && credentials['accessToken'] === accessToken) {
				Object.assign(credentials, data);
			}
		}
	};
	return async (options) => {
		if (refused) throw refused;
		// n8n writes a renewed token into what it was given. A copy for each request, or one that is
		// refused later would call the new token the refused one, and cost another exchange.
		const data = { ...credentials };
		const answer = await send(options, data);
		// A 401 comes as an answer where n8n renews nothing after it: until 2.10 the helper knows no
		// exceptions from ignoring the status (n8n-core 2.10.0, request-helper-functions.js).
		return answer.statusCode === 401 ? await send(options, withoutRefusedToken(data)) : answer;
	};
}
