import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LocalServer {
	url: string;
	/** The bodies of all requests so far. */
	received: string[];
	close(): Promise<void>;
}

/** Answers every request with the same text and keeps what it was sent. */
export async function startLocalServer(text: string): Promise<LocalServer> {
	const received: string[] = [];
	const server = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			received.push(body);
			response.setHeader('content-type', 'text/plain').end(text);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		received,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
