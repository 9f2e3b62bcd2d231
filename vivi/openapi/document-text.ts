/** The text of a document as it came: UTF-8, or UTF-16 where its first bytes say so (RFC 4627 §3). */
export function documentText(body: string | Uint8Array): string {
	if (typeof body === 'string') return body;
	const [first, second] = body;
	const isLittle = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0);
	const isBig = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0);
	if (isLittle || isBig) return new TextDecoder(isBig ? 'utf-16be' : 'utf-16le').decode(body);
	return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
}
