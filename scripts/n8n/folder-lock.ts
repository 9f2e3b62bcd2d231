import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { isAlive } from '../install/processes';

export interface FolderLock {
	/** Adds another process that works there: the folder stays taken as long as that process lives. */
	alsoHeldBy(pid: number): void;
	release(): void;
}

/**
 * Reserves a user folder of n8n for this process, because two n8n on one database would damage it. Each process
 * that works there has a file with its ID as the name; the file of a process that has ended does not count.
 * @throws Error that names the process that has the folder
 */
export function lockFolder(folder: string): FolderLock {
	const locks = join(folder, 'locks');
	mkdirSync(locks, { recursive: true, mode: 0o700 });
	const held: string[] = [];
	const alsoHeldBy = (pid: number) => {
		const file = join(locks, String(pid));
		held.push(file);
		writeFileSync(file, '', { mode: 0o600 });
	};
	const release = () => {
		process.off('exit', release);
		for (const file of held) rmSync(file, { force: true });
	};
	process.once('exit', release);
	// Before the search: of two processes that come at the same time, each finds the other.
	alsoHeldBy(process.pid);
	for (const name of readdirSync(locks)) {
		const file = join(locks, name);
		if (held.includes(file)) continue;
		if (isAlive(Number(name))) {
			release();
			throw inUse(folder, file, name);
		}
		rmSync(file, { force: true });
	}
	return { alsoHeldBy, release };
}

function inUse(folder: string, file: string, pid: string): Error {
	return new Error(
		`Another process (${pid}) already uses the n8n in ${folder}, and a second n8n would damage its database. Stop that one first: Ctrl-C in its terminal, or kill ${pid}. If that process is something else, delete ${file}.`,
	);
}
