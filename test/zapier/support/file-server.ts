import { createServer, type IncomingHttpHeaders } from 'node:http';

import { close, listen } from '../../support/local-server';

/** Where Zapier keeps files: an address that leads to another one, which has the file. */
export interface FileServer {
	url: string;
	/** The headers of the requests so far. */
	seen: IncomingHttpHeaders[];
	close(): Promise<void>;
}

export async function startFileServer(content: Buffer): Promise<FileServer> {
	const seen: IncomingHttpHeaders[] = [];
	const server = createServer((request, response) => {
		seen.push(request.headers);
		switch (request.url) {
			case '/hydrate':
				return response.writeHead(302, { location: '/files/%C3%9Cbersicht.txt' }).end();
			case '/files/%C3%9Cbersicht.txt':
				return response
					.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' })
					.end(content);
			case '/named':
				return response
					.writeHead(200, {
						'content-type': 'application/pdf',
						'content-disposition':
							"attachment; filename=x.pdf; filename*=UTF-8''Preise%20%E2%82%AC.pdf",
					})
					.end(content);
			case '/circle':
				return response.writeHead(302, { location: '/circle' }).end();
			case '/empty':
				return response.writeHead(200, { 'content-type': 'text/plain' }).end();
			case '/part':
				return response.writeHead(206, { 'content-range': 'bytes 0-3/9' }).end('part');
			case '/private':
				return response.writeHead(401).end('Sign in');
			default:
				return response.writeHead(404).end();
		}
	});
	const url = `http://127.0.0.1:${await listen(server)}`;
	return { url, seen, close: async () => await close(server) };
}
