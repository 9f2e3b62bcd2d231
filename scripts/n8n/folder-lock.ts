import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { isAlive } from '../install/processes';

export interface FolderLock {
	/** Adds another process that works there: the folder stays taken as long as that process lives. */
	alsoHeldBy(pid: number): void;
	release(): void;
}

/**
 * Reserves a user folder of n8n for this process, because two n8n on one database would damage it. A
 * lock whose processes have all ended is taken over.
 * @throws Error that names the process that has the folder
 */
export function lockFolder(folder: string): FolderLock {
	const file = join(folder, 'lock');
	const mine = [process.pid];
	while (!create(file, mine)) {
		const holders = holdersOf(file);
		const alive = holders.find(isAlive);
		if (alive !== undefined) throw inUse(folder, file, alive);
		setAside(file);
	}
	const release = () => {
		process.off('exit', release);
		if (holdersOf(file).includes(process.pid)) rmSync(file, { force: true });
	};
	process.once('exit', release);
	return {
		alsoHeldBy: (pid) => {
			mine.push(pid);
			renameSync(written(file, mine), file);
		},
		release,
	};
}

/** Creates the lock; false when there is one already. */
function create(file: string, pids: readonly number[]): boolean {
	const complete = written(file, pids);
	try {
		linkSync(complete, file);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	} finally {
		rmSync(complete);
	}
}

/** Writes the lock under another name first, so that nobody reads half a lock. */
function written(file: string, pids: readonly number[]): string {
	const own = `${file}.${process.pid}`;
	writeFileSync(own, pids.join('\n'), { mode: 0o600 });
	return own;
}

/** The processes in a lock; none when the lock has just gone. */
function holdersOf(file: string): number[] {
	try {
		return readFileSync(file, 'utf8')
			.split('\n')
			.map(Number)
			.filter((pid) => pid > 0);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
		throw error;
	}
}

/** Renames a stale lock, which only one process can do; another one may find the same lock now. */
function setAside(file: string): void {
	const aside = `${file}.stale-${process.pid}`;
	try {
		renameSync(file, aside);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
		throw error;
	}
	// The renamed lock may be a fresh one of a faster process. Then it gets its name back.
	if (holdersOf(aside).some(isAlive)) renameSync(aside, file);
	else rmSync(aside);
}

function inUse(folder: string, file: string, pid: number): Error {
	return new Error(
		`Another process (${pid}) already uses the n8n in ${folder}, and a second n8n would damage its database. Stop that one first: Ctrl-C in its terminal, or kill ${pid}. If that process is something else, delete ${file}.`,
	);
}
