import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Context, KeptUpload } from './context';
import { ApiError } from './errors';

/** The largest file that is accepted unless given, and the largest that is kept. */
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
	let kept: Buffer[] = [];
	let leaked = false;
	let tail: Buffer = Buffer.alloc(0);
	for await (const chunk of part.file as AsyncIterable<Buffer>) {
		hash.update(chunk);
		size += chunk.length;
		if (size <= MAX_UPLOAD_BYTES) kept.push(chunk);
		else kept = [];
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
			`A file may have at most ${context.maxUploadBytes / 1024 / 1024} MB.`,
		);
	}
	context.stats.fileReceived();
	return {
		...{ name: part.filename, mimeType: part.mimetype, size, sha256: hash.digest('hex') },
		...(size <= MAX_UPLOAD_BYTES && { content: Buffer.concat(kept) }),
	};
}

/** A client secret belongs only to the token endpoint. */
export function refuseLeak(context: Context): never {
	context.stats.secretLeaked();
	throw new ApiError(400, 'secret_in_request', 'Never send a clientSecret to the API.');
}
