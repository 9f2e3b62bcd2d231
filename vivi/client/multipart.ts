import { randomUUID } from 'node:crypto';
import { ViviInputError } from '../errors';
import { safeFileName } from '../http/file-name';
import { sizeOf, type ByteStream, type RequestBody } from '../http/port';

export interface UploadFile {
	name: string;
	/** A type that is not well-formed counts as unknown. */
	mimeType: string;
	content: Uint8Array | ByteStream;
}

/** The error where a field for a file is empty. */
export function missingFile(field: string): ViviInputError {
	return new ViviInputError({
		code: 'missing_file',
		field,
		message: 'There is no file to upload.',
		hint: 'Choose a file, or check that the earlier step delivers one.',
	});
}

const TOKEN = "[\\w!#$&^.+*'`|~%-]+";
const MIME_TYPE = new RegExp(
	`^${TOKEN}/${TOKEN}(\\s*;\\s*${TOKEN}=(${TOKEN}|"[^"\\\\\\r\\n]*"))*$`,
	'i',
);

/** A part of a form: a file, or a text, with its type where it is not plain text. */
export type FormPart = { name: string } & (
	{ file: UploadFile } | { text: string; mimeType?: string }
);

/** A body and its content type. */
export interface EncodedBody {
	contentType: string;
	body: RequestBody;
}

/** A file as a form of one part. */
export function multipart(field: string, file: UploadFile) {
	return multipartForm([{ name: field, file }]);
}

/** A `multipart/form-data` body (RFC 7578) that can be sent again: in memory, or opened anew each time. */
export function multipartForm(parts: readonly FormPart[]): EncodedBody {
	// Random, so that it cannot occur in a file, by chance or on purpose.
	const boundary = `vivi-${randomUUID()}`;
	const pieces: Array<Uint8Array | ByteStream> = parts.flatMap((part) => [
		Buffer.from(
			`--${boundary}\r\n${'file' in part ? fileHead(part.name, part.file) : textHead(part)}\r\n`,
		),
		'file' in part ? part.file.content : Buffer.from(part.text),
		Buffer.from('\r\n'),
	]);
	return {
		contentType: `multipart/form-data; boundary=${boundary}`,
		body: joined([...pieces, Buffer.from(`--${boundary}--\r\n`)]),
	};
}

function joined(pieces: ReadonlyArray<Uint8Array | ByteStream>): Uint8Array | ByteStream {
	const whole = pieces.filter((piece) => piece instanceof Uint8Array);
	if (whole.length === pieces.length) return Buffer.concat(whole);
	return {
		size: pieces.reduce((size, piece) => size + sizeOf(piece), 0),
		async *open() {
			for (const piece of pieces) {
				if (piece instanceof Uint8Array) yield piece;
				else yield* piece.open();
			}
		},
	};
}

function textHead({ name, mimeType }: { name: string; mimeType?: string }): string {
	const type = mimeType === undefined ? '' : `Content-Type: ${mimeType}\r\n`;
	return `Content-Disposition: form-data; name="${quote(name)}"\r\n${type}`;
}

/** The type of a file, or the type for unknown content. */
export function mimeTypeOf(file: UploadFile): string {
	// Attachments of mails often have invalid types; nobody could give such a file another one.
	const given = file.mimeType.trim();
	const isValid = MIME_TYPE.test(given) && !/[^\u0020-\u007e]/.test(given);
	return isValid ? given : 'application/octet-stream';
}

function fileHead(field: string, file: UploadFile): string {
	const name = safeFileName(file.name);
	if (name === undefined) {
		throw new ViviInputError({
			code: 'missing_file_name',
			field,
			message: 'The file has no name.',
			hint: 'Give the file a name with an extension, such as manual.pdf; VIVI recognises it by that.',
		});
	}
	return (
		`Content-Disposition: form-data; name="${quote(field)}"; filename="${quote(name)}"\r\n` +
		`Content-Type: ${mimeTypeOf(file)}\r\n`
	);
}

/**
 * RFC 7578 §2 and §4.2: quotes and line breaks percent-encoded, all else as UTF-8, as browsers do it
 * (WHATWG HTML, "multipart/form-data encoding algorithm").
 */
function quote(text: string): string {
	return text.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}
