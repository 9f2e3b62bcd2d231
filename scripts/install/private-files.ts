import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Makes a folder, or closes an existing one, so that nobody else on this machine can look into it.
 * Programs that are installed in it are run, and an n8n keeps its key and its password there.
 * @throws Error that says what to do when that is not possible, as with somebody else's folder
 */
export function privateFolder(folder: string): void {
	try {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		chmodSync(folder, 0o700);
	} catch (error) {
		throw new Error(
			`${folder} is no folder that could be closed to others (${(error as Error).message}). If it belongs to somebody else, set VIVI_CACHE_DIR to a folder of your own.`,
		);
	}
}

/**
 * A secret in a file that only its owner may read: the file's content, or a new one when there is no
 * file.
 */
export function keptSecret(file: string, make: () => string): string {
	if (!existsSync(file)) writeFileSync(file, make(), { mode: 0o600 });
	chmodSync(file, 0o600);
	return readFileSync(file, 'utf8');
}
