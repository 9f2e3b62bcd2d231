import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';

/** A secret in a file that only its owner may read: what it holds, or what is made now when it is not there. */
export function keptSecret(file: string, make: () => string): string {
	if (!existsSync(file)) writeFileSync(file, make(), { mode: 0o600 });
	chmodSync(file, 0o600);
	return readFileSync(file, 'utf8');
}
