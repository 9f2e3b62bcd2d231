/**
 * The name that a server gives to what it sends (RFC 6266), never a path.
 * @param headers with their names in lower case
 * @returns undefined when there is none
 */
export function fileNameIn(headers: Readonly<Record<string, string>>): string | undefined {
	const disposition = headers['content-disposition'] ?? '';
	// RFC 8187: the character set, perhaps a language, and the name, percent-encoded.
	const encoded = /(?:^|;)\s*filename\*\s*=\s*"?(?:UTF-8)?'[^']*'([^;"]+)/i.exec(disposition)?.[1];
	// Without quotes blanks belong to the name as well; not every server is strict, and the extension is at the end.
	const plain = /(?:^|;)\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]+))/i.exec(disposition);
	const quoted = plain?.[1]?.replace(/\\(["\\])/g, '$1');
	const name = encoded !== undefined ? decoded(encoded) : utf8(quoted ?? plain?.[2] ?? '');
	return baseName(name) || undefined;
}

/** The last part of a path; those of Windows are understood, too. */
export function baseName(path: string): string {
	return path.split(/[/\\]/).at(-1)!.trim();
}

/** Without its percent-encoding, or as it is where that is broken. */
export function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** Node.js reads headers as Latin-1; many servers write a name in UTF-8 into them. */
function utf8(text: string): string {
	if (/[^\u0000-\u00ff]/.test(text)) return text;
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'));
	} catch {
		return text;
	}
}
