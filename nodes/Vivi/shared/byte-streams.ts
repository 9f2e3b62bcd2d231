import type { IExecuteFunctions } from 'n8n-workflow';

import { wholeContent, type AnsweredFile } from '../../../vivi/http/answered-file';
import type { ByteStream } from '../../../vivi/http/port';

/*
 * n8n lets community nodes import no streams of Node's, so that bytes that are too many for the memory
 * go in and out by what n8n and axios take instead.
 */

/**
 * Bytes as a body that axios sends as a stream: it asks whatever calls itself a Blob for a new stream for
 * each request (axios 1.15 to 1.21, lib/adapters/http.js and lib/helpers/readBlob.js).
 */
export function toBlob({ size, open }: ByteStream, type: string): object {
	return { size, type, stream: open, [Symbol.toStringTag]: 'Blob' };
}

/** What n8n's helpers take for a file. */
type Readable = Exclude<
	Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0],
	Uint8Array
>;

/** Any stream of Node's has it from its class. */
interface ReadableClass {
	from(chunks: AsyncIterable<Uint8Array>, options: { objectMode: false }): Readable;
}

let readableClass: ReadableClass | undefined;

/** Learns the class of a stream that n8n has handed over; they all descend from one. */
export function learnFrom(stream: object): void {
	const { constructor } = stream as { constructor: Partial<ReadableClass> };
	if (typeof constructor.from === 'function') readableClass ??= constructor as ReadableClass;
}

/** The bytes as n8n's helpers take them: as a stream, or whole where no stream of Node's is known. */
export async function toReadable(content: AnsweredFile['content']): Promise<Buffer | Readable> {
	const isWhole = content instanceof Uint8Array || !readableClass;
	return isWhole
		? await wholeContent(content)
		: readableClass!.from(content, { objectMode: false });
}
