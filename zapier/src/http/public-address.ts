import { lookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';

import { isValid, parse, type IPv6 } from 'ipaddr.js';

import { ViviInputError } from '../../../vivi/errors';
import { PRIVATE_ADDRESS_CODE } from '../../../vivi/http/network-failure';

const LOCAL_NAME = /(^|\.)(localhost|local|internal|home\.arpa)\.?$/i;

/** True while the app runs on a developer's machine: Zapier runs it on AWS Lambda. */
export function isDevelopment(): boolean {
	return process.env['AWS_LAMBDA_FUNCTION_NAME'] === undefined;
}

/** True for names and addresses that lead into the network the app itself runs in. */
export function isPrivateHost(hostname: string): boolean {
	const host = hostname.replace(/^\[|\]$/g, '');
	if (isIP(host) !== 0) return !isPublicAddress(host);
	return LOCAL_NAME.test(host) || !host.replace(/\.$/, '').includes('.');
}

/**
 * True for an IP address that anybody on the internet can have. Of IPv6 only 2000::/3 is given out (IANA,
 * IPv6 Global Unicast Address Assignments); ranges within it, and those of IPv4, that have another
 * purpose or hold an IPv4 address are what ipaddr.js knows.
 */
export function isPublicAddress(address: string): boolean {
	if (!isValid(address)) return false;
	const parsed = parse(address);
	const isGiven = parsed.kind() === 'ipv4' || ((parsed as IPv6).parts[0]! & 0xe000) === 0x2000;
	return isGiven && parsed.range() === 'unicast';
}

/** Resolves a name to all of its addresses; that of node:dns. */
type Resolve = (
	hostname: string,
	options: { all: true },
	callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * A lookup for connections that lead to the internet only. The connection is made to what it gives, so
 * that a name cannot answer with one address when it is checked and with another one afterwards; a name
 * of which any address is private is refused.
 */
export function publicLookup(resolve: Resolve = lookup): LookupFunction {
	return (hostname, options, callback) => {
		resolve(hostname, { ...options, all: true }, (error, addresses) => {
			if (error) return callback(error, '');
			const isPrivate = addresses.some(({ address }) => !isPublicAddress(address));
			if (isPrivate) return callback(privateAddress(), '');
			const [first] = addresses;
			return options.all
				? callback(null, addresses)
				: callback(null, first?.address ?? '', first?.family);
		});
	};
}

function privateAddress(): NodeJS.ErrnoException {
	return Object.assign(new Error('The name has a private address.'), {
		code: PRIVATE_ADDRESS_CODE,
	});
}

/**
 * Refuses addresses that a person typed in and that do not lie on the internet. For development they
 * are allowed, so that the app can be tried with a VIVI on the same machine.
 * @throws ViviInputError `private_address` naming the field; the text does not repeat the value
 */
export function checkPublic(url: URL, field: string, label: string): void {
	if (isDevelopment() || !isPrivateHost(url.hostname)) return;
	throw new ViviInputError({
		code: 'private_address',
		field,
		message: `'${label}' leads into a private network.`,
		hint: 'Zapier can only reach addresses on the internet. Enter the address that VIVI shows.',
	});
}
