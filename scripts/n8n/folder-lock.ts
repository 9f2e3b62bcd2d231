import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { isAlive } from '../install/processes';

export interface FolderLock {
	/** Another process that works there too: as long as it lives, the folder stays taken. */
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

/** False when there is one already. */
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

/** Under a name of its own first, so that nobody ever reads half a lock. */
function written(file: string, pids: readonly number[]): string {
	const own = `${file}.${process.pid}`;
	writeFileSync(own, pids.join('\n'), { mode: 0o600 });
	return own;
}

/** Nobody, when it has just gone. */
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

/** By renaming, which only one can do: another process may find the same stale lock right now. */
function setAside(file: string): void {
	const aside = `${file}.stale-${process.pid}`;
	try {
		renameSync(file, aside);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
		throw error;
	}
	// What came with us may be the fresh lock of somebody who was faster; then it goes back.
	if (holdersOf(aside).some(isAlive)) renameSync(aside, file);
	else rmSync(aside);
}

function inUse(folder: string, file: string, pid: number): Error {
	return new Error(
		`Another process (${pid}) already uses the n8n in ${folder}, and a second n8n would damage its database. Stop that one first: Ctrl-C in its terminal, or kill ${pid}. If that process is something else, delete ${file}.`,
	);
}
