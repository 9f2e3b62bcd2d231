import { createServer } from 'node:http';
import dns, { type LookupAddress } from 'node:dns';
import http from 'node:http';

import fc from 'fast-check';
import { parse, type IPv6 } from 'ipaddr.js';

import { toNetworkFailure } from '../../../vivi/http/network-failure';
import { close, listen } from '../../support/local-server';
import {
	isPrivateHost,
	isPublicAddress,
	publicLookup,
} from '../../../zapier/src/http/public-address';

const hostOf = (url: string) => new URL(url).hostname;

test.each([
	...['[::127.0.0.1]', '[::ffff:10.0.0.1]', '[2002:7f00:1::]', '[64:ff9b::7f00:1]'],
	...['[64:ff9b:1::1]', '[fec0::1]', '[fd00::1]', '[fe80::1]', '[2001:db8::1]', '[::]'],
	...['127.0.0.1', '2130706433', '0x7f.1', '0177.0.0.1', '0', '169.254.169.254', '100.64.0.1'],
	...['localhost', 'a.localhost.', 'vivi.internal', 'printer'],
])('%s is private', (host) => expect(isPrivateHost(hostOf(`http://${host}/`))).toBe(true));

test.each(['8.8.8.8', '[2606:4700::1111]', 'api.vivi.bot'])('%s is public', (host) =>
	expect(isPrivateHost(hostOf(`http://${host}/`))).toBe(false),
);

/** Ranges near which addresses are tried; whether one is special, a library for ranges knows. */
const FAMILIES = {
	ipv4: {
		...{ parts: 4, highest: 0xff, base: 10, separator: '.' },
		ranges: [
			...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
			...['172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24'],
			...['192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24', '198.18.0.0/15'],
			...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/3'],
		],
	},
	ipv6: {
		...{ parts: 8, highest: 0xffff, base: 16, separator: ':' },
		ranges: [
			...['::/3', '2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'],
			...['4000::/2', '8000::/1'],
		],
	},
};

/** The library takes what of IPv6 is not given out yet for usual; given out is 2000::/3. */
function isSpecialAddress(address: string): boolean {
	const parsed = parse(address);
	const isGiven = parsed.kind() === 'ipv4' || ((parsed as IPv6).parts[0]! & 0xe000) === 0x2000;
	return !isGiven || parsed.range() !== 'unicast';
}

test.each(['ipv4', 'ipv6'] as const)(
	'an address is public where it is no special one (%s)',
	(family) => {
		const { parts, highest, base, separator, ranges } = FAMILIES[family];
		const starts = ranges.map((range) =>
			range
				.split('/')[0]!
				.split(separator)
				.map((part) => (part === '' ? 0 : parseInt(part, base))),
		);
		// Ranges are small, so the first parts are often those of one.
		const address = fc
			.tuple(
				fc.constantFrom(...starts),
				fc.nat(parts),
				fc.array(fc.nat(highest), { minLength: parts, maxLength: parts }),
			)
			.map(([start, kept, any]) =>
				any.map((part, at) => (at < kept ? (start[at] ?? 0) : part).toString(base)).join(separator),
			);

		let special = 0;
		fc.assert(
			fc.property(address, (given) => {
				const isSpecial = isSpecialAddress(given);
				if (isSpecial) special++;
				expect(isPublicAddress(given)).toBe(!isSpecial);
			}),
			{ numRuns: 2000 },
		);
		expect(special).toBeGreaterThan(0);
	},
);

test('an IPv4 address within an IPv6 address is none of the internet', () =>
	fc.assert(
		fc.property(fc.ipV4(), fc.constantFrom('::', '::ffff:', '64:ff9b::'), (address, prefix) =>
			expect(isPublicAddress(prefix + address)).toBe(false),
		),
	));

test('a name is resolved once, and connected to only where all its addresses are public', async () => {
	let requests = 0;
	const server = createServer((_request, response) => void (requests++, response.end()));
	const port = await listen(server);
	const answers: LookupAddress[][] = [
		[
			{ address: '8.8.8.8', family: 4 },
			{ address: '127.0.0.1', family: 4 },
		],
		[{ address: '127.0.0.1', family: 4 }],
	];
	jest
		.spyOn(dns, 'lookup')
		.mockImplementation(((
			_name: string,
			_options: object,
			callback: (error: null, addresses: LookupAddress[]) => void,
		) => callback(null, answers.shift()!)) as typeof dns.lookup);
	const agent = new http.Agent({ lookup: publicLookup });
	for (const left of [1, 0]) {
		const failure = await new Promise((resolve) =>
			http.get({ host: 'vivi.example.com', port, agent }).once('error', resolve),
		);
		expect(toNetworkFailure(failure).kind).toBe('private');
		expect(answers).toHaveLength(left);
	}
	expect(requests).toBe(0);
	await close(server);
});
