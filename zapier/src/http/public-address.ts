import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

import { parseServiceUrl } from '../../../vivi/address/service-url';
import { ViviInputError } from '../../../vivi/errors';
import { PRIVATE_ADDRESS_CODE } from '../../../vivi/http/network-failure';

const PRIVATE_ADDRESS = Object.assign(new Error('The name has a private address.'), {
	code: PRIVATE_ADDRESS_CODE,
});

const LOCAL_NAME = /(^|\.)(localhost|local|internal|home\.arpa)\.?$/i;

/** True while the app runs on a developer's machine: Zapier runs it on AWS Lambda. */
export function isDevelopment(): boolean {
	return process.env['AWS_LAMBDA_FUNCTION_NAME'] === undefined;
}

/** True for names and addresses in the network of the app itself. */
export function isPrivateHost(hostname: string): boolean {
	const host = hostname.replace(/^\[|\]$/g, '');
	if (isIP(host) !== 0) return !isPublicAddress(host);
	return LOCAL_NAME.test(host) || !host.replace(/\.$/, '').includes('.');
}

/** The only range of IPv6 that is in use (IANA, IPv6 Global Unicast Address Assignments). */
const GIVEN_OUT = subnets('ipv6', ['2000::/3']);

/**
 * Ranges with another purpose, or with an IPv4 address in them (IANA, Special-Purpose Address
 * Registries).
 */
const SPECIAL = {
	ipv4: subnets('ipv4', [
		...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
		...['172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24'],
		...['192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24', '198.18.0.0/15'],
		...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/3'],
	]),
	ipv6: subnets('ipv6', [
		...['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'],
	]),
};

function subnets(family: 'ipv4' | 'ipv6', ranges: readonly string[]): BlockList {
	const list = new BlockList();
	for (const range of ranges) {
		const [address, prefix] = range.split('/');
		list.addSubnet(address!, Number(prefix), family);
	}
	return list;
}

/** True for an IP address that may belong to anybody on the internet. */
export function isPublicAddress(address: string): boolean {
	const version = isIP(address);
	// A zone, as in fe80::1%eth0, names a network of the machine itself.
	if (version === 0 || address.includes('%')) return false;
	if (version === 4) return !SPECIAL.ipv4.check(address, 'ipv4');
	return GIVEN_OUT.check(address, 'ipv6') && !SPECIAL.ipv6.check(address, 'ipv6');
}

/**
 * A lookup for connections to the internet only. The connection uses its result, so a name cannot
 * give one address for the check and another one afterwards. A name with any private address is
 * refused.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
	lookup(hostname, { ...options, all: true }, (error, addresses) => {
		if (error) return callback(error, '');
		const isPrivate = addresses.some(({ address }) => !isPublicAddress(address));
		if (isPrivate) return callback(PRIVATE_ADDRESS, '');
		const [first] = addresses;
		return options.all
			? callback(null, addresses)
			: callback(null, first?.address ?? '', first?.family);
	});
};

/**
 * Refuses typed addresses that no service can have, and those outside of the internet. The latter are
 * allowed during development, so that the app can be tried with a VIVI on the same machine.
 * @throws ViviInputError naming the field; the text does not repeat the value
 */
export function checkPublic(address: string, field: string, label: string): void {
	const { hostname } = parseServiceUrl(address, field, label);
	if (isDevelopment() || !isPrivateHost(hostname)) return;
	throw new ViviInputError({
		code: 'private_address',
		field,
		message: `'${label}' leads into a private network.`,
		hint: 'Zapier can only reach addresses on the internet. Enter the address that VIVI shows.',
	});
}
