import { plainText } from '../text/plain-text';

/**
 * The name that a server gives to a file (RFC 6266), cleaned by {@link safeFileName}.
 * @param headers with their names in lower case
 * @returns undefined when there is no name
 */
export function fileNameIn(headers: Readonly<Record<string, string>>): string | undefined {
	const disposition = headers['content-disposition'] ?? '';
	// RFC 8187: the character set, an optional language, and the percent-encoded name.
	const encoded = /(?:^|;)\s*filename\*\s*=\s*"?(?:UTF-8)?'[^']*'([^;"]+)/i.exec(disposition)?.[1];
	// Without quotes, blanks belong to the name too: not every server is strict, and the extension is
	// at the end.
	const plain = /(?:^|;)\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]+))/i.exec(disposition);
	const quoted = plain?.[1]?.replace(/\\(["\\])/g, '$1');
	const name = encoded !== undefined ? decoded(encoded) : utf8(quoted ?? plain?.[2] ?? '');
	return safeFileName(name);
}

/** The longest name that the usual file systems take, in bytes. */
const MOST_BYTES = 255;

/** Names that Windows reserves for devices, with any extension. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])\s*(\.|$)/i;

/**
 * Makes a file name that any file system takes and that shows all of its characters: the last part
 * of a path (also of a Windows path), without control characters, invisible characters and
 * characters that change the direction of the text, no device of Windows, and not too long. The
 * extension stays.
 * @returns undefined when nothing is left, as of `..`
 */
export function safeFileName(given: string): string | undefined {
	const last = given.split(/[/\\]/).at(-1)!;
	// Only this much is looked at below; the extension is at the end.
	const name = plainText(last.length > 2000 ? `${last.slice(0, 1000)}${last.slice(-1000)}` : last);
	// Windows ignores such characters at the end of a name.
	const whole = name.replace(/[. ]+$/, '');
	if (whole === '') return undefined;
	return capped(DEVICE.test(whole) ? `_${whole}` : whole);
}

function capped(name: string): string {
	if (Buffer.byteLength(name) <= MOST_BYTES) return name;
	const extension = /\.[^. ]{1,20}$/.exec(name)?.[0] ?? '';
	let room = MOST_BYTES - Buffer.byteLength(extension);
	let kept = '';
	for (const sign of name.slice(0, name.length - extension.length)) {
		room -= Buffer.byteLength(sign);
		if (room < 0) break;
		kept += sign;
	}
	return `${kept.replace(/[. ]+$/, '')}${extension}`;
}

/** Decodes the percent-encoding; a broken one stays as it is. */
export function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** Node.js reads headers as Latin-1, but many servers write names in UTF-8. */
function utf8(text: string): string {
	if (/[^\u0000-\u00ff]/.test(text)) return text;
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'));
	} catch {
		return text;
	}
}
