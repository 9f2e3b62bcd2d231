import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { fingerprint, readCredentials } from '../../../vivi/auth/credentials';
import type { CredentialError } from './credential-error';

/*
 * The messages between a node and its credential about a renewed token. n8n stands between them and
 * gives the credential the very data that the node gave it, so both look at these data.
 */

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

/** The token to renew; empty when there was none. */
export function refusedToken(data: ICredentialDataDecryptedObject): string {
	return refusedTokens.get(data) ?? String(data['accessToken'] ?? '');
}

/** Calls the function when there is a new token for the data. */
export function whenExchanged(data: ICredentialDataDecryptedObject, call: () => void): void {
	waiting.set(data, call);
}

/** Call this when there is a new token for the data. */
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
 * Why there is no new token. n8n's errors do not hold the reason: until 2.33 they lose their cause
 * (n8n-workflow 2.33.2, dist/cjs/errors/abstract/execution-base.error.js).
 */
export function exchangeFailure(data: ICredentialDataDecryptedObject): CredentialError | undefined {
	return failures.get(data);
}
