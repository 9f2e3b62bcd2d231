import dns, { type LookupAddress } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';

const HERE: LookupAddress = { address: '127.0.0.1', family: 4 };

interface ConnectOptions {
	host: string;
	lookup?: LookupFunction;
}
type Connect = (options: ConnectOptions, callback?: unknown) => unknown;

/**
 * Gives names the addresses they are to have, as far as anything in this process asks for them. What
 * connects to one of them reaches this machine, once its own lookup has agreed with the address.
 */
export function pretendInternet(names: Readonly<Record<string, string>>): void {
	jest.spyOn(dns, 'lookup').mockImplementation(((
		name: string,
		options: { all?: boolean },
		callback: Parameters<LookupFunction>[2],
	) => {
		const address = names[name];
		if (!address) {
			callback(Object.assign(new Error(`No such name: ${name}`), { code: 'ENOTFOUND' }), '');
		} else if (options.all) callback(null, [{ address, family: 4 }]);
		else callback(null, address, 4);
	}) as typeof dns.lookup);

	for (const { prototype } of [http.Agent, https.Agent]) {
		const agent = prototype as unknown as { createConnection: Connect };
		const connect = agent.createConnection;
		jest.spyOn(agent, 'createConnection').mockImplementation(function (
			this: unknown,
			options,
			done,
		) {
			const agreed = options.lookup ?? (dns.lookup as LookupFunction);
			const lookup: LookupFunction = (name, asked, callback) =>
				agreed(name, asked, (error) => {
					if (error) callback(error, '');
					else if (asked.all) callback(null, [HERE]);
					else callback(null, HERE.address, HERE.family);
				});
			return connect.call(this, { ...options, lookup }, done);
		});
	}
}
