import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Starts a server on this machine, at a port that is free, and gives the port. */
export async function listen(server: Server): Promise<number> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
}

export async function close(server: Server): Promise<void> {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
}

/** Call it at the top of a test file: a server that is there while the file's tests run. */
export function useServer(answer: RequestListener): { url: string } {
	const server = createServer(answer);
	const local = { url: '' };
	beforeAll(async () => {
		local.url = `http://127.0.0.1:${await listen(server)}`;
	});
	afterAll(async () => await close(server));
	return local;
}
