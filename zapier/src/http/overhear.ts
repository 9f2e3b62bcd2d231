import type { IncomingMessage } from 'node:http';
import { brotliDecompressSync, unzipSync } from 'node:zlib';

import type { HttpResponse } from '../../../vivi/http/port';

/** The text of an answer. */
export type Heard = Pick<HttpResponse, 'headers'> & { body: string };

/**
 * Reads along while somebody else reads an answer.
 * @param longest how many bytes are kept, and how many after unpacking
 * @returns the text up to then; empty when it cannot be unpacked
 */
export function overhear(answer: IncomingMessage, longest: number): () => Heard {
	const chunks: Buffer[] = [];
	let size = 0;
	answer.on('data', (chunk: Buffer) => {
		size += chunk.length;
		if (size <= longest) chunks.push(chunk);
	});
	return () => ({
		headers: Object.fromEntries(
			Object.entries(answer.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
		),
		body: unpacked(Buffer.concat(chunks), answer.headers['content-encoding'], longest),
	});
}

function unpacked(body: Buffer, encoding: string | undefined, maxOutputLength: number): string {
	try {
		switch (encoding?.trim().toLowerCase()) {
			case 'gzip':
			case 'x-gzip':
			case 'deflate':
			case 'x-deflate':
				return unzipSync(body, { maxOutputLength }).toString();
			case 'br':
				return brotliDecompressSync(body, { maxOutputLength }).toString();
			default:
				return body.toString();
		}
	} catch {
		return '';
	}
}
