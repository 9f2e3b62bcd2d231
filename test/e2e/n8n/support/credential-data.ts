import type { IssuedKey } from '../../../../sandbox/keys';
import type { Sandbox } from '../../../../sandbox/server';

/** What a person fills into the 'VIVI API' credential for a key of the sandbox. */
export function credentialData(sandbox: Sandbox, key: IssuedKey, change: object = {}) {
	const { keyType, clientId, clientSecret, audience, tokenUrl, workspaceId = '' } = key;
	return {
		...{ keyType, clientId, clientSecret, audience, tokenUrl, workspaceId },
		accountId: sandbox.accountId,
		baseUrl: sandbox.url,
		accessToken: '',
		expiresAt: '',
		...change,
	};
}
