import { statfsSync } from 'node:fs';

const GB = 1e9;

/**
 * @param what is going to be installed there
 * @param bytes it takes
 * @param freeBytes for the tests; asks the file system otherwise
 * @throws Error that says how much there is, how much it takes and what to do
 */
export function requireFreeSpace(
	folder: string,
	what: string,
	bytes: number,
	freeBytes: (folder: string) => number = freeBytesOf,
): void {
	const free = freeBytes(folder);
	if (free >= bytes) return;
	throw new Error(
		`There are only ${(free / GB).toFixed(1)} GB free in ${folder}; installing ${what} takes ${(bytes / GB).toFixed(1)} GB. Free some space, or set VIVI_CACHE_DIR to a folder on a larger disk.`,
	);
}

function freeBytesOf(folder: string): number {
	const { bavail, bsize } = statfsSync(folder);
	return bavail * bsize;
}
