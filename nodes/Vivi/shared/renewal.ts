import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { fingerprint, readCredentials } from '../../../vivi/auth/credentials';
import { LONGEST_EXCHANGE_MS } from '../../../vivi/auth/exchange-token';
import type { CredentialError } from './credential-error';
import type { Preparation } from './n8n-http';

/** The token that is stored with a credential; empty when it belongs to another key. */
export function ownToken(data: ICredentialDataDecryptedObject): string {
	const { accessToken, tokenFor } = data;
	// Where the fields of the key hold expressions, n8n keeps one token for all their values; and a
	// key that was changed without a test still has the token of the key before.
	const isOthers = (tokenFor ?? '') !== '' && tokenFor !== keyOf(data);
	return isOthers ? '' : String(accessToken ?? '');
}

/** Names the key of a credential without revealing it; empty as long as a value is missing. */
export function keyOf(data: ICredentialDataDecryptedObject): string {
	try {
		return fingerprint(readCredentials(data));
	} catch {
		return '';
	}
}

/** What a node and its credential tell each other about the renewal of a token. */
interface Renewal extends Preparation {
	/** The token to replace; the data hold it unless given. */
	refused?: string;
	/**
	 * Why there is no new token. n8n's errors do not hold the reason: until 2.33 they lose their cause
	 * (n8n-workflow 2.33.2, dist/cjs/errors/abstract/execution-base.error.js).
	 */
	failure?: CredentialError;
}

const renewals = new WeakMap<ICredentialDataDecryptedObject, Renewal>();

/**
 * The renewal of the token in these data. n8n stands between the node and its credential, and gives
 * the credential the very data that the node gave it.
 */
export function renewalOf(data: ICredentialDataDecryptedObject): Renewal {
	const renewal = renewals.get(data) ?? { longestMs: LONGEST_EXCHANGE_MS };
	renewals.set(data, renewal);
	return renewal;
}
