import type { HttpRequest } from './port';

const MB = 1024 * 1024;

/** The longest answers that the connectors read, in bytes after unpacking. */
const LARGEST: Readonly<Record<NonNullable<HttpRequest['responseType']>, number>> = {
	/** A page of a hundred records of 100 KB is a third of this. */
	text: 32 * MB,
	/** A file is in memory as a whole, and a second time when it is sent on. */
	bytes: 100 * MB,
	/** A file that is written down as it arrives fills a disk. */
	stream: 5_000 * MB,
};

/**
 * How many bytes of an answer are read, counted after unpacking; a small gzip file can unpack to
 * very much.
 */
export function largestAnswer({
	responseType = 'text',
}: Pick<HttpRequest, 'responseType'>): number {
	return LARGEST[responseType];
}

/** The limits in words. */
export const LARGEST_ANSWER_TEXT = `the ${LARGEST.text / MB} MB that are read (of a file ${LARGEST.bytes / MB} MB, or ${LARGEST.stream / MB} MB where it is written down as it arrives)`;

/** Bytes a second: a megabit, the speed of a slow line. */
const SLOWEST = 128 * 1024;

/**
 * How much longer than its timeout a request may take when it moves so many bytes, in milliseconds.
 * The same timeout for a word and for a file would end honest uploads; a timeout that began again
 * with each byte would never end a connection that drips.
 */
export function transferMs(bytes: number): number {
	return Math.floor((bytes / SLOWEST) * 1000);
}
