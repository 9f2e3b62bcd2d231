import type { IExecuteFunctions } from 'n8n-workflow';

import { wholeContent, type AnsweredFile } from '../../../vivi/http/answered-file';
import type { ByteStream } from '../../../vivi/http/port';

/*
 * n8n does not let community nodes import Node's streams. So bytes that are too many for the memory
 * go in and out in forms that n8n and axios accept instead.
 */

/**
 * Bytes as a body that axios sends as a stream: axios asks every object that calls itself a Blob for
 * a new stream for each request (axios 1.15 to 1.21, lib/adapters/http.js and
 * lib/helpers/readBlob.js).
 */
export function toBlob({ size, open }: ByteStream, type: string): object {
	return { size, type, stream: open, [Symbol.toStringTag]: 'Blob' };
}

/** The form of a file that n8n's helpers accept. */
type Readable = Exclude<
	Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0],
	Uint8Array
>;

/** Every stream of Node's has it from its class. */
interface ReadableClass {
	from(chunks: AsyncIterable<Uint8Array>, options: { objectMode: false }): Readable;
}

let readableClass: ReadableClass | undefined;

/** Remembers the class of a stream that n8n has given; all streams descend from one class. */
export function learnFrom(stream: object): void {
	const { constructor } = stream as { constructor: Partial<ReadableClass> };
	if (typeof constructor.from === 'function') readableClass ??= constructor as ReadableClass;
}

/**
 * The bytes in a form that n8n's helpers accept: as a stream, or whole where no stream class is
 * known yet.
 */
export async function toReadable(content: AnsweredFile['content']): Promise<Buffer | Readable> {
	const isWhole = content instanceof Uint8Array || !readableClass;
	return isWhole
		? await wholeContent(content)
		: readableClass!.from(content, { objectMode: false });
}
