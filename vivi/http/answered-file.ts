import { fileNameIn } from './file-name';

/** A file that came as an answer; its name and type may be unknown. */
export interface AnsweredFile {
	content: Uint8Array;
	name?: string;
	mimeType?: string;
}

/** The body of an answer as a file, with its name and type from the headers. */
export function answeredFile({
	headers,
	body,
}: {
	headers: Readonly<Record<string, string>>;
	body: string | Uint8Array;
}): AnsweredFile {
	const name = fileNameIn(headers);
	const mimeType = headers['content-type']?.split(';')[0]?.trim();
	return {
		content: typeof body === 'string' ? Buffer.from(body) : body,
		...(name !== undefined && { name }),
		...(mimeType !== undefined && { mimeType }),
	};
}
