import { createHash } from 'node:crypto';

import { ViviInputError } from '../errors';
import { trimmed } from '../text/trimmed';
import { parseServiceUrl } from '../address/service-url';
import { ViviAuthError } from './errors';

/**
 * The four values VIVI's portal shows when an API key is created.
 * Source: docs.vivi.bot › API keys › How API keys work.
 */
export interface ViviCredentials {
	clientId: string;
	/** Sent to `tokenUrl` only. */
	clientSecret: string;
	/** Must be sent exactly as the portal shows it, a trailing slash included. */
	audience: string;
	tokenUrl: string;
}

/** The label of each value, in the order of the portal's dialog. */
export const CREDENTIAL_LABELS: Readonly<Record<keyof ViviCredentials, string>> = {
	clientId: 'Client ID',
	clientSecret: 'Client Secret',
	audience: 'Audience',
	tokenUrl: 'Token URL',
};

const HINTS: Readonly<Record<keyof ViviCredentials, string>> = {
	clientId: "Copy it from VIVI's API Credentials tab.",
	clientSecret:
		"VIVI shows it only once, when the key is created. If it is lost, rotate the key on VIVI's API Credentials tab and copy the new one.",
	audience:
		"Copy it from VIVI's API Credentials tab exactly as shown, for example with its slash at the end.",
	tokenUrl: "Copy it from VIVI's API Credentials tab exactly as shown.",
};

/**
 * Checks and trims the values that a person typed in; the guide warns of extra spaces.
 * @param input at least the four values; other properties are ignored
 * @throws ViviAuthError `missing_value` or `invalid_url`, naming the field; nothing was sent then
 */
export function readCredentials(input: Readonly<Record<string, unknown>>): ViviCredentials {
	const credentials = {} as ViviCredentials;
	for (const field of Object.keys(CREDENTIAL_LABELS) as Array<keyof ViviCredentials>) {
		const raw = input[field];
		const value = typeof raw === 'string' ? trimmed(raw) : '';
		if (value === '') {
			throw new ViviAuthError({
				code: 'missing_value',
				field,
				message: `'${CREDENTIAL_LABELS[field]}' is empty.`,
				hint: HINTS[field],
			});
		}
		credentials[field] = value;
	}
	try {
		parseServiceUrl(credentials.tokenUrl, 'tokenUrl', CREDENTIAL_LABELS.tokenUrl);
	} catch (error) {
		if (!(error instanceof ViviInputError)) throw error;
		throw new ViviAuthError({ ...error, message: error.message });
	}
	return credentials;
}

/**
 * Names a key without revealing it: SHA-256 over its four values, so that a rotated secret makes
 * another name. Each value has its length before it; otherwise `ab`+`c` and `a`+`bc` would be the
 * same.
 */
export function fingerprint(credentials: ViviCredentials): string {
	const hash = createHash('sha256');
	for (const field of Object.keys(CREDENTIAL_LABELS) as Array<keyof ViviCredentials>) {
		hash.update(`${credentials[field].length}:${credentials[field]}`);
	}
	return hash.digest('hex');
}
