import { fileNameIn } from './file-name';
import type { HttpResponse } from './port';

/** A file that came as an answer; its name and type may be unknown. */
export interface AnsweredFile {
	content: Uint8Array | AsyncIterable<Uint8Array>;
	name?: string;
	mimeType?: string;
}

/** The content of a file in one piece. */
export async function wholeContent(content: AnsweredFile['content']): Promise<Buffer> {
	if (content instanceof Uint8Array) return Buffer.from(content);
	const chunks: Uint8Array[] = [];
	for await (const chunk of content) chunks.push(chunk);
	return Buffer.concat(chunks);
}

/** The body of an answer as a file, with its name and type from the headers. */
export function answeredFile({
	headers,
	body,
	chunks,
}: Pick<HttpResponse, 'headers' | 'body' | 'chunks'>): AnsweredFile {
	const name = fileNameIn(headers);
	const mimeType = headers['content-type']?.split(';')[0]?.trim();
	return {
		content: chunks ?? (typeof body === 'string' ? Buffer.from(body) : body),
		...(name !== undefined && { name }),
		...(mimeType !== undefined && { mimeType }),
	};
}
