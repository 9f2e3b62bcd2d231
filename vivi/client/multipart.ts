import { randomUUID } from 'node:crypto';
import { ViviInputError } from '../errors';
import { safeFileName } from '../http/file-name';

export interface UploadFile {
	name: string;
	/** One that is not well-formed counts as unknown. */
	mimeType: string;
	content: Uint8Array;
}

const TOKEN = "[\\w!#$&^.+*'`|~%-]+";
const MIME_TYPE = new RegExp(
	`^${TOKEN}/${TOKEN}(\\s*;\\s*${TOKEN}=(${TOKEN}|"[^"\\\\\\r\\n]*"))*$`,
	'i',
);

/** A file as a `multipart/form-data` body (RFC 7578) of one part, held in memory so that it can be sent again. */
export function multipart(
	field: string,
	file: UploadFile,
): { contentType: string; body: Uint8Array } {
	// Attachments of mails have types that are none; nobody could give such a file another one.
	const given = file.mimeType.trim();
	const isValid = MIME_TYPE.test(given) && !/[^\u0020-\u007e]/.test(given);
	const mimeType = isValid ? given : 'application/octet-stream';

	const name = safeFileName(file.name);
	if (name === undefined) {
		throw new ViviInputError({
			code: 'missing_file_name',
			field,
			message: 'The file has no name.',
			hint: 'Give the file a name with an extension, such as manual.pdf; VIVI recognises it by that.',
		});
	}
	// Random, so that it cannot stand in the file, by chance or on purpose.
	const boundary = `vivi-${randomUUID()}`;
	const head = Buffer.from(
		`--${boundary}\r\n` +
			`Content-Disposition: form-data; name="${quote(field)}"; filename="${quote(name)}"\r\n` +
			`Content-Type: ${mimeType}\r\n\r\n`,
	);
	const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
	return {
		contentType: `multipart/form-data; boundary=${boundary}`,
		body: Buffer.concat([head, file.content, tail]),
	};
}

/**
 * RFC 7578 §2 and §4.2: quotes percent-encoded, all else as UTF-8, as browsers do it (WHATWG HTML,
 * "multipart/form-data encoding algorithm"). A safe name holds no line breaks, nor does a field's.
 */
function quote(text: string): string {
	return text.replace(/"/g, '%22');
}
