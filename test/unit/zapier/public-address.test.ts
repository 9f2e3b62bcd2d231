import { createServer } from 'node:http';
import { BlockList, type AddressInfo } from 'node:net';
import type { LookupAddress } from 'node:dns';
import http from 'node:http';

import fc from 'fast-check';

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

const ranges = new BlockList();
for (const [address, prefix] of [
	...([
		['0.0.0.0', 8],
		['10.0.0.0', 8],
		['100.64.0.0', 10],
		['127.0.0.0', 8],
	] as const),
	...([
		['169.254.0.0', 16],
		['172.16.0.0', 12],
		['192.168.0.0', 16],
		['224.0.0.0', 3],
	] as const),
]) {
	ranges.addSubnet(address, prefix, 'ipv4');
}
const octets = fc.array(fc.nat(255), { minLength: 4, maxLength: 4 });

test('every private IPv4 address is one, also inside an IPv6 address', () =>
	fc.assert(
		fc.property(octets, fc.constantFrom('', '::', '::ffff:', '64:ff9b::'), (bytes, prefix) => {
			const address = bytes.join('.');
			const isPrivate = ranges.check(address, 'ipv4');
			expect(isPrivate && isPublicAddress(prefix + address)).toBe(false);
		}),
		{ numRuns: 2000 },
	));

test('a name is resolved once, and connected to only where all its addresses are public', async () => {
	let requests = 0;
	const server = createServer((_request, response) => void (requests++, response.end()));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const answers: LookupAddress[][] = [
		[
			{ address: '8.8.8.8', family: 4 },
			{ address: '127.0.0.1', family: 4 },
		],
		[{ address: '127.0.0.1', family: 4 }],
	];
	const lookup = publicLookup((_name, _options, callback) => callback(null, answers.shift()!));
	const agent = new http.Agent({ lookup });
	for (const left of [1, 0]) {
		const failure = await new Promise((resolve) =>
			http.get({ host: 'vivi.example.com', port, agent }).once('error', resolve),
		);
		expect(failure).toMatchObject({ kind: 'private' });
		expect(answers).toHaveLength(left);
	}
	expect(requests).toBe(0);
	await new Promise((resolve) => server.close(resolve));
});
