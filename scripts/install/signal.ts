import type { ChildProcess } from 'node:child_process';

export function hasEnded(child: ChildProcess): boolean {
	return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

/** To the whole group of a child started with `detached`; one that is gone already is fine. */
export function signal(child: ChildProcess, name: NodeJS.Signals): void {
	if (hasEnded(child)) return;
	try {
		process.kill(-child.pid!, name);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}
