import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { JsonObject } from '../vivi/http/json';
import type { Context, KeptUpload } from './context';
import { ApiError } from './errors';

/** The largest file that is accepted. */
export const MAX_UPLOAD_BYTES = 25 * 1024 * 1024;

export interface Upload extends KeptUpload {
	name: string;
	mimeType: string;
}

/**
 * Reads the multipart field with the file as it comes in.
 * @throws ApiError 415, 422 or, when it is too large, 413
 */
export async function receiveFile(
	request: FastifyRequest,
	context: Context,
	field = 'file',
): Promise<Upload> {
	if (!request.isMultipart()) {
		throw new ApiError(415, 'unsupported_media_type', 'Send the file as multipart/form-data.');
	}
	const part = await request.file();
	if (!part) throw new ApiError(422, 'validation_failed', `The field '${field}' is missing.`);

	const hash = createHash('sha256');
	let size = 0;
	const kept: Buffer[] = [];
	let leaked = false;
	let tail: Buffer = Buffer.alloc(0);
	for await (const chunk of part.file as AsyncIterable<Buffer>) {
		hash.update(chunk);
		size += chunk.length;
		kept.push(chunk);
		// A secret may lie across two chunks; it has 64 characters.
		leaked ||= context.keys.leaksIn(Buffer.concat([tail, chunk]));
		tail = chunk.subarray(-64);
	}
	if (leaked) refuseLeak(context);
	if (part.fieldname !== field) {
		throw new ApiError(422, 'validation_failed', `The file must be in the field '${field}'.`);
	}
	if (part.file.truncated) {
		throw new ApiError(
			413,
			'file_too_large',
			`A file may have at most ${MAX_UPLOAD_BYTES / 1024 / 1024} MB.`,
		);
	}
	context.stats.fileReceived();
	return {
		...{ name: part.filename, mimeType: part.mimetype, size },
		...{ sha256: hash.digest('hex'), content: Buffer.concat(kept) },
	};
}

/** A client secret belongs only to the token endpoint. */
export function refuseLeak(context: Context): never {
	context.stats.secretLeaked();
	throw new ApiError(400, 'secret_in_request', 'Never send a clientSecret to the API.');
}

const BLOCK_BYTES = 64 * 1024;

/** The content of a file: the upload, or made-up bytes where nobody has uploaded it. */
export function contentOf({ uploads }: Context, file: JsonObject): Readable {
	const id = String(file['id']);
	const upload = uploads.get(id);
	return Readable.from(upload ? [upload.content] : madeUpContent(id, Number(file['size'] ?? 0)));
}

/** As many bytes as the file has, the same each time; block by block, since a file may be very large. */
function* madeUpContent(id: string, size: number): Generator<Buffer> {
	const block = Buffer.alloc(BLOCK_BYTES, `${id}\n`);
	for (let left = size; left > 0; left -= BLOCK_BYTES) {
		yield block.subarray(0, Math.min(left, BLOCK_BYTES));
	}
}
