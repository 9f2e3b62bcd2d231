import { BlockList, isIP } from 'node:net';

import { ViviInputError } from '../../../vivi/errors';

/** What no request of ours may reach inside Zapier's network (IANA special-purpose registries). */
const RESERVED = new BlockList();
for (const [address, prefix] of [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['224.0.0.0', 3],
] as const) {
	RESERVED.addSubnet(address, prefix, 'ipv4');
}
for (const [address, prefix] of [
	['::', 127],
	['64:ff9b::', 96],
	['fc00::', 7],
	['fe80::', 10],
	['ff00::', 8],
] as const) {
	RESERVED.addSubnet(address, prefix, 'ipv6');
}

const LOCAL_NAME = /(^|\.)(localhost|local|internal|home\.arpa)\.?$/i;

/** True while the app runs on a developer's machine: Zapier runs it on AWS Lambda. */
export function isDevelopment(): boolean {
	return process.env['AWS_LAMBDA_FUNCTION_NAME'] === undefined;
}

/** True for names and addresses that lead into the network the app itself runs in. */
export function isPrivateHost(hostname: string): boolean {
	const host = hostname.replace(/^\[|\]$/g, '');
	const family = isIP(host);
	if (family === 0) return LOCAL_NAME.test(host) || !host.replace(/\.$/, '').includes('.');
	// BlockList compares an IPv4 address inside an IPv6 one (::ffff:10.0.0.1) by itself.
	return RESERVED.check(host, family === 4 ? 'ipv4' : 'ipv6');
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
