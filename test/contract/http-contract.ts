import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

import { answeredFile, wholeContent } from '../../vivi/http/answered-file';
import { largestAnswer } from '../../vivi/http/limits';
import { NetworkFailure, type Http, type HttpRequest } from '../../vivi/http/port';
import { useServer } from '../support/local-server';
import { UNKNOWN_HOST } from './unknown-host';

/** What every adapter of the Http port must do, over real HTTP on this machine. */
export function describeHttpContract(name: string, adapter: () => Http): void {
	describe(`Http port: ${name}`, () => {
		/** Resolves when the connection of the last answer without an end was closed. */
		let closed: Promise<void>;
		const bytes = Uint8Array.from({ length: 512 }, (_, i) => i % 256);

		const server = useServer((request, response) => {
			const url = new URL(request.url ?? '/', 'http://x');
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				const status = /^\/status\/(\d+)$/.exec(url.pathname);
				if (status) {
					response.writeHead(Number(status[1]), { location: '/elsewhere', 'X-Answer': 'A, b' });
					return response.end(`body of ${status[1]}`);
				}
				if (url.pathname === '/never') return undefined;
				if (url.pathname === '/slow-body') {
					response.writeHead(200);
					return response.write('first half');
				}
				if (url.pathname === '/cut') {
					response.writeHead(200, { 'content-length': '1000' });
					response.write('not all');
					return setTimeout(() => response.destroy(), 20);
				}
				if (url.pathname in endless) {
					closed = new Promise((resolve) => response.once('close', resolve));
					return endless[url.pathname]!(response, request);
				}
				if (url.pathname === '/bomb') {
					const unpacked = largestAnswer({ responseType: 'text' }) + 1;
					const packed = gzipSync(Buffer.alloc(unpacked, ' '), { level: 1 });
					return response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed);
				}
				if (url.pathname === '/reset') return response.destroy();
				if (url.pathname === '/big') return response.end('é'.repeat(5_000_000));
				if (url.pathname === '/bytes') return response.end(Buffer.from(bytes));
				if (url.pathname === '/empty') return response.writeHead(204).end();
				response.setHeader('content-type', 'application/json');
				return response.end(
					JSON.stringify({
						method: request.method,
						url: request.url,
						type: request.headers['content-type'] ?? null,
						length: request.headers['content-length'] ?? null,
						sent: Buffer.concat(chunks).toString('base64'),
					}),
				);
			});
		});

		const send = async (path: string, request: Partial<HttpRequest> = {}) =>
			await adapter()({ method: 'GET', url: server.url + path, timeoutMs: 20_000, ...request });
		const echo = async (path: string, request: Partial<HttpRequest> = {}) =>
			JSON.parse((await send(path, request)).body as string) as Record<string, string>;
		const kindOf = async (path: string, request: Partial<HttpRequest> = {}) =>
			await send(path, request).then(
				({ status }) => `answered ${status}`,
				(error: unknown) => (error instanceof NetworkFailure ? error.kind : String(error)),
			);

		test.each([200, 301, 302, 307, 400, 401, 403, 404, 409, 422, 429, 500, 503])(
			'answers %i with its body, follows nothing',
			async (status) => {
				const response = await send(`/status/${status}`);
				expect(response).toMatchObject({ status, body: `body of ${status}` });
				expect(response.headers['x-answer']).toBe('A, b');
			},
		);

		test('an empty body is an empty string', async () => {
			expect(await send('/empty')).toMatchObject({ status: 204, body: '' });
		});

		test('the address arrives as it was encoded', async () => {
			const path = '/a%2Fb%20c/%C3%A9?q=a%26b%3Dc+d&list=1&list=2';
			expect((await echo(path)).url).toBe(path);
		});

		test.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)(
			'%s sends text as it is',
			async (method) => {
				const body = '{"text":"{{name}} é"}';
				const got = await echo('/echo', {
					method,
					body,
					headers: { 'content-type': 'application/json' },
				});
				expect(got).toMatchObject({ method, type: 'application/json' });
				expect(Buffer.from(got.sent!, 'base64').toString()).toBe(body);
			},
		);

		test('sends bytes as they are', async () => {
			const got = await echo('/echo', {
				method: 'POST',
				body: bytes,
				headers: { 'content-type': 'multipart/form-data; boundary=x' },
			});
			expect(got.type).toBe('multipart/form-data; boundary=x');
			expect(new Uint8Array(Buffer.from(got.sent!, 'base64'))).toEqual(bytes);
		});

		test('hands over bytes as they came', async () => {
			const { body } = await send('/bytes', { responseType: 'bytes' });
			expect(new Uint8Array(body as Uint8Array)).toEqual(bytes);
		});

		test('sends a stream, as often as it is asked to', async () => {
			const body = {
				size: 2 * bytes.length,
				async *open() {
					yield* [bytes, bytes];
					return await Promise.resolve();
				},
			};
			const headers = { 'content-type': 'application/pdf' };
			for (let time = 0; time < 2; time++) {
				const got = await echo('/echo', { method: 'POST', body, headers });
				expect(got).toMatchObject({ type: 'application/pdf', length: String(body.size) });
				expect(Buffer.from(got.sent!, 'base64').equals(Buffer.concat([bytes, bytes]))).toBe(true);
			}
		});

		test('hands over a success as a stream, and a refusal as text', async () => {
			const answer = await send('/bytes', { responseType: 'stream' });
			const { content } = answeredFile(answer);
			expect((await wholeContent(content)).equals(Buffer.from(bytes))).toBe(true);
			expect(await send('/status/404', { responseType: 'stream' })).toMatchObject({
				status: 404,
				body: 'body of 404',
			});
		});

		test('a stream that breaks off is no whole one', async () => {
			const reading = send('/cut', { responseType: 'stream' }).then(
				async (answer) => await wholeContent(answeredFile(answer).content),
			);
			await expect(reading).rejects.toThrow(new NetworkFailure('reset'));
		});

		test('reads 10 MB of text', async () => {
			expect((await send('/big')).body).toBe('é'.repeat(5_000_000));
		});

		test('text that is JSON stays text', async () => {
			expect(typeof (await send('/echo')).body).toBe('string');
		});

		test.each(['/drip', '/drip-headers'])(
			'ends an answer whose bytes trickle in, and its connection: %s',
			async (path) => {
				expect(await kindOf(path, { timeoutMs: 300 })).toBe('timeout');
				await closed;
			},
		);

		test.each(['text', 'bytes'] as const)(
			'ends an answer in %s that is too long, and its connection',
			async (responseType) => {
				expect(await kindOf('/flood', { responseType })).toBe('oversized');
				await closed;
			},
		);

		test('counts the bytes after unpacking; of a file there may be more', async () => {
			expect(await kindOf('/bomb')).toBe('oversized');
			const { body } = await send('/bomb', { responseType: 'bytes' });
			expect(body).toHaveLength(largestAnswer({ responseType: 'text' }) + 1);
		});

		test('says how it got no answer', async () => {
			expect(await kindOf('/never', { timeoutMs: 200 })).toBe('timeout');
			expect(await kindOf('/slow-body', { timeoutMs: 200 })).toBe('timeout');
			expect(await kindOf('/reset')).toBe('reset');
			expect(await kindOf('/cut')).toBe('reset');
			expect(await kindOf('', { url: 'http://127.0.0.1:1/' })).toBe('refused');
			expect(await kindOf('', { url: `https://${UNKNOWN_HOST}/` })).toBe('dns');
		});
	});
}

/** Answers that have no end. */
const endless: Record<string, (response: ServerResponse, request: IncomingMessage) => void> = {
	'/drip': (response) => {
		response.writeHead(200);
		untilClosed(response, () => response.write('.'));
	},
	'/drip-headers': (response, { socket }) => {
		socket.write('HTTP/1.1 200 OK\r\nX-Long: ');
		untilClosed(response, () => socket.write('.'));
	},
	'/flood': (response) => {
		const block = Buffer.alloc(1024 * 1024, ' ');
		const pour = () => {
			while (!response.destroyed && response.write(block));
		};
		response.writeHead(200).on('drain', pour);
		pour();
	},
};

function untilClosed(response: ServerResponse, write: () => void): void {
	const timer = setInterval(write, 30);
	response.once('close', () => clearInterval(timer));
}
