import {
	sleep,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IHttpRequestHelper,
} from 'n8n-workflow';

import { readAddressMap } from '../../../vivi/client/read-address-map';
import type { ViviCredentials } from '../../../vivi/auth/credentials';
import { ViviAuthError } from '../../../vivi/auth/errors';
import { createTokenSource } from '../../../vivi/auth/token-source';
import { ViviInputError } from '../../../vivi/errors';
import { CredentialError } from './credential-error';
import { LABELS } from './labels';
import { n8nHttp } from './n8n-http';
import { keyOf, renewalOf } from './renewal';

/**
 * Shared by all executions of this process. The token itself is stored encrypted in the credential;
 * this only lets executions that are refused at the same moment share one exchange.
 */
const tokens = createTokenSource({
	now: Date.now,
	sleep,
	random: Math.random,
	labels: LABELS,
});

/**
 * Gets a token to replace the one in the credential, as the credential's hidden fields.
 * @throws CredentialError with the reason
 */
export async function exchangedToken(
	{ helpers }: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
	const renewal = renewalOf(credentials);
	const given = credentials as unknown as ViviCredentials;
	const exchange = async () => {
		// n8n's test of a credential begins here, and a credential with a faulty map is faulty.
		readAddressMap(credentials['addressMap']);
		const rejected = renewal.refused ?? String(credentials['accessToken'] ?? '');
		return await tokens.get(given, n8nHttp({ helpers }), { rejected });
	};
	const { accessToken, expiresAt } = await exchange().catch((error: unknown) => {
		if (!(error instanceof ViviAuthError || error instanceof ViviInputError)) throw error;
		// n8n's own errors need a node, and a credential has none.
		renewal.failure = new CredentialError(error);
		throw renewal.failure;
	});
	renewal.whenDone?.();
	return {
		accessToken,
		expiresAt: new Date(expiresAt).toISOString(),
		tokenFor: keyOf(credentials),
	};
}
