import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Starts a program in a process group of its own, so that a signal reaches what the program starts, and
 * nothing else. The group ends with this process at the latest.
 */
export function startGroup(
	command: string,
	args: readonly string[],
	options: SpawnOptions,
): ChildProcess {
	const child = spawn(command, args, { ...options, detached: true });
	const end = () => signal(child, 'SIGKILL');
	// Before the listeners that are there already: they may remove the files it works on.
	process.prependOnceListener('exit', end);
	child.once('close', () => process.off('exit', end));
	return child;
}

/** Sends a signal to a group and waits for its end; after ten seconds the group is killed. */
export async function stopGroup(child: ChildProcess, name: NodeJS.Signals): Promise<void> {
	if (hasEnded(child)) return;
	const ended = once(child, 'close');
	signal(child, name);
	const killer = setTimeout(() => signal(child, 'SIGKILL'), 10_000);
	await ended;
	clearTimeout(killer);
}

export function hasEnded(child: ChildProcess): boolean {
	return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

/** Sends a signal to a group; a group that has ended is no error. */
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

/**
 * Looks again and again until there is something, for two minutes.
 * @throws Error with this message when there is nothing by then
 */
export async function waitFor<T>(
	look: () => T | undefined | Promise<T | undefined>,
	message: string,
	everyMs = 500,
): Promise<T> {
	for (const end = Date.now() + 120_000; Date.now() < end; await pause(everyMs)) {
		const found = await look();
		if (found !== undefined) return found;
	}
	throw new Error(message);
}
