import { existsSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { constants, homedir } from 'node:os';
import { join } from 'node:path';

import { makePartialFolder, removeStalePartials } from './partial-folder';
import { privateFolder } from './private-files';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The folder of big installs. It is outside the checkout, so that a new clone finds them again. */
export function cacheFolder(): string {
	const base =
		process.env['VIVI_CACHE_DIR'] ?? process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
	return join(base, 'n8n-nodes-vivi');
}

export interface CachedInstall {
	/** The name of its folder, with version and kind of machine, so that another one is another folder. */
	name: string;
	/** The name for messages. */
	what: string;
	/** The needed space. */
	bytes: number;
	/** Installs into an empty folder, which gets its final name afterwards. */
	install(folder: string, log: (line: string) => void): Promise<void>;
}

/**
 * The folder of an install that is made once.
 * @throws Error that says what is missing; nothing half-finished is left under the final name
 */
export async function cachedInstall(
	{ name, what, bytes, install }: CachedInstall,
	log: (line: string) => void,
): Promise<string> {
	const cache = cacheFolder();
	privateFolder(cache);
	const folder = join(cache, name);
	if (existsSync(folder)) return folder;

	removeStalePartials(cache, log);
	requireFreeSpace(cache, what, bytes);
	const partial = makePartialFolder(cache);
	const remove = () => rmSync(partial, { recursive: true, force: true, maxRetries: 5 });
	const forget = onEnd(remove);
	try {
		await install(partial, log);
		giveName(partial, folder);
	} finally {
		forget();
		remove();
	}
	return folder;
}

const GB = 1e9;

/** @throws Error that says how much space there is, how much the install takes and what to do */
function requireFreeSpace(folder: string, what: string, bytes: number): void {
	const { bavail, bsize } = statfsSync(folder);
	const free = bavail * bsize;
	if (free >= bytes) return;
	throw new Error(
		`There are only ${(free / GB).toFixed(1)} GB free in ${folder}; installing ${what} takes ${(bytes / GB).toFixed(1)} GB. Free some space, or set VIVI_CACHE_DIR to a folder on a larger disk.`,
	);
}

/** The first process that finishes gives its folder the final name; an interrupted install never gets it. */
function giveName(partial: string, folder: string): void {
	try {
		renameSync(partial, folder);
	} catch (error) {
		if (!existsSync(folder)) throw error;
	}
}

/**
 * Runs an action if this process ends early, also by a signal.
 * @param action cannot wait for anything
 * @returns a function that cancels the action
 */
function onEnd(action: () => void): () => void {
	// Node calls no exit listener when a signal ends it.
	const exit = (signal: (typeof SIGNALS)[number]) => process.exit(128 + constants.signals[signal]);
	process.once('exit', action);
	for (const signal of SIGNALS) process.once(signal, exit);
	return () => {
		process.off('exit', action);
		for (const signal of SIGNALS) process.off(signal, exit);
	};
}
