import type { ChildProcess } from 'node:child_process';

export function hasEnded(child: ChildProcess): boolean {
	return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

/**
 * Sends a signal to the whole group of a child started with `detached`; a group that has ended is no
 * error.
 */
export function signal(child: ChildProcess, name: NodeJS.Signals): void {
	if (hasEnded(child)) return;
	try {
		process.kill(-child.pid!, name);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

/** True while a process with this ID runs on this machine, whoever owns it. */
export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
