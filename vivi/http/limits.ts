import type { HttpRequest } from './port';

const MB = 1024 * 1024;

/** The longest answers that are read, in bytes after unpacking. */
const LARGEST: Readonly<Record<NonNullable<HttpRequest['responseType']>, number>> = {
	/** A page of a hundred records of 100 KB is a third of it. */
	text: 32 * MB,
	/** A file is held in memory as a whole, and once more when it is sent on. */
	bytes: 100 * MB,
};

/** How many bytes of an answer are read, counted after unpacking; little gzip unpacks to very much. */
export function largestAnswer({
	responseType = 'text',
}: Pick<HttpRequest, 'responseType'>): number {
	return LARGEST[responseType];
}

/** The limits in words. */
export const LARGEST_ANSWER_TEXT = `the ${LARGEST.text / MB} MB that are read (of a file ${LARGEST.bytes / MB} MB)`;

/** Bytes a second: a megabit, which is a slow line's. */
const SLOWEST = 128 * 1024;

/**
 * How much longer than its timeout a request may take that moves so many bytes, in milliseconds. A
 * timeout that was the same for a word and for a file would end honest uploads; one that began anew with
 * each byte would never end a connection that drips.
 */
export function transferMs(bytes: number): number {
	return Math.floor((bytes / SLOWEST) * 1000);
}
