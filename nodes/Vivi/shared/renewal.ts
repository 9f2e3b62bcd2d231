import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { fingerprint, readCredentials } from '../../../vivi/auth/credentials';
import type { CredentialError } from './credential-error';

/*
 * What a node and its credential tell each other about a token that is renewed. n8n stands between them
 * and hands the credential the very data that the node gave it, so that is what both go by.
 */

/** The token that is stored with a credential; empty when it was issued for another key. */
export function ownToken(data: ICredentialDataDecryptedObject): string {
	const { accessToken, tokenFor } = data;
	// Where the fields of the key hold expressions, n8n keeps one token for all that they come to; and
	// a key that was changed without a test still has the token of the one before.
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

const refusedTokens = new WeakMap<ICredentialDataDecryptedObject, string>();
const waiting = new WeakMap<ICredentialDataDecryptedObject, () => void>();
const failures = new WeakMap<ICredentialDataDecryptedObject, CredentialError>();

/** The data with which n8n renews the token before it sends anything. */
export function withoutRefusedToken(
	data: ICredentialDataDecryptedObject,
): ICredentialDataDecryptedObject {
	const empty = { ...data, accessToken: '' };
	refusedTokens.set(empty, String(data['accessToken'] ?? ''));
	return empty;
}

/** The token that is renewed; empty when there was none. */
export function refusedToken(data: ICredentialDataDecryptedObject): string {
	return refusedTokens.get(data) ?? String(data['accessToken'] ?? '');
}

/** Has the function called when there is a new token for the data. */
export function whenExchanged(data: ICredentialDataDecryptedObject, call: () => void): void {
	waiting.set(data, call);
}

/** To be called when there is a new token for the data. */
export function tellExchanged(data: ICredentialDataDecryptedObject): void {
	waiting.get(data)?.();
}

export function rememberFailure(
	data: ICredentialDataDecryptedObject,
	failure: CredentialError,
): void {
	failures.set(data, failure);
}

/**
 * Why there is no new token. It does not come with what n8n throws: until 2.33 n8n's errors lose their
 * cause (n8n-workflow 2.33.2, dist/cjs/errors/abstract/execution-base.error.js).
 */
export function exchangeFailure(data: ICredentialDataDecryptedObject): CredentialError | undefined {
	return failures.get(data);
}
