import { connectionWord, type Labels } from '../error-texts/labels';
import { ViviInputError } from '../errors';
import { parseServiceUrl } from '../address/service-url';

/** The secret that a connection adds to a request. */
export type Secret = 'access token' | "channel's key";

/** Statuses of RFC 9110 that send a client elsewhere. */
export const REDIRECTS = [300, 301, 302, 303, 305, 307, 308] as const;

/**
 * Checks that a request goes to the connection's service, before a secret is added to it.
 * @param addresses all addresses that the request may reach; where HTTP libraries differ, each
 * reading of it
 * @param baseUrl the connection's Base URL
 * @throws ViviInputError `foreign_address` when an address has another origin than the Base URL
 */
export function checkOwnAddress(
	addresses: readonly string[],
	baseUrl: string,
	secret: Secret,
	labels: Labels = {},
): void {
	const { origin } = parseServiceUrl(baseUrl, 'baseUrl', 'Base URL');
	const foreign = addresses.find((address) => originOf(address) !== origin);
	if (addresses.length > 0 && foreign === undefined) return;
	const where = (foreign !== undefined && originOf(foreign)) || 'something that is no web address';
	const connection = connectionWord(labels);
	throw new ViviInputError({
		code: 'foreign_address',
		field: 'baseUrl',
		message: `Nothing was sent: this ${connection} is for ${origin} only, and the request goes to ${where}.`,
		hint: `Otherwise the ${secret} would reach somebody else. Use another ${connection} for that address; if it is VIVI's, set 'Base URL' of this ${connection} to it.`,
	});
}

/**
 * What in a request would let somebody in between read the secret, although its address is right.
 * @param what completes "Nothing was sent: the request …"
 */
export function detour(what: string, secret: Secret): ViviInputError {
	return new ViviInputError({
		code: 'detour',
		message: `Nothing was sent: the request ${what}, and so the ${secret} could reach somebody else.`,
		hint: 'Leave that out of the request.',
	});
}

/** The error text when the Base URL redirects. */
export function redirectedText(secret: Secret): string {
	return `'Base URL' answers from somewhere else (a redirect). It was not followed, so that the ${secret} reaches nobody else. Set 'Base URL' to the final address; if it is right already, look whether a sign-in portal or proxy answers in VIVI's place.`;
}

function originOf(address: string): string | undefined {
	return URL.canParse(address) ? new URL(address).origin : undefined;
}
