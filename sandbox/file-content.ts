import { Readable } from 'node:stream';
import type { JsonObject } from '../vivi/http/json';
import type { Context } from './context';
import { ApiError } from './errors';

const BLOCK_BYTES = 64 * 1024;

/**
 * The content of a file: the upload, or made-up bytes where nobody has uploaded it.
 * @throws ApiError 410 for an upload that was too large to be kept
 */
export function contentOf({ uploads }: Context, file: JsonObject): Readable {
	const id = String(file['id']);
	const upload = uploads.get(id);
	if (!upload) return Readable.from(madeUpContent(id, Number(file['size'] ?? 0)));
	if (upload.content) return Readable.from([upload.content]);
	throw new ApiError(410, 'not_kept', 'The local VIVI keeps no files of that size.');
}

/** As many bytes as the file has, the same each time; block by block, since a file may be very large. */
export function* madeUpContent(id: string, size: number): Generator<Buffer> {
	const block = Buffer.alloc(BLOCK_BYTES, `${id}\n`);
	for (let left = size; left > 0; left -= BLOCK_BYTES) {
		yield block.subarray(0, Math.min(left, BLOCK_BYTES));
	}
}
