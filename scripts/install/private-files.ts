import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Makes a folder, or closes an existing one, so that nobody else on this machine can look into it. It holds
 * programs that are run, and the key and the password of an n8n.
 * @throws Error that says what to do if the folder cannot be closed, because it is somebody else's, for example
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
 * The secret in a file that only its owner may read. Without a file it makes a new secret and the file.
 */
export function keptSecret(file: string, make: () => string): string {
	if (!existsSync(file)) writeFileSync(file, make(), { mode: 0o600 });
	chmodSync(file, 0o600);
	return readFileSync(file, 'utf8');
}
