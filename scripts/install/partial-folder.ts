import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { isAlive } from './processes';

/** A cache may be shared with other machines, whose processes we cannot see. */
const PREFIX = `partial-${hostname()}-`;

/** A new folder for an unfinished install; its name holds the ID of the process that works in it. */
export function makePartialFolder(cache: string): string {
	return mkdtempSync(join(cache, `${PREFIX}${process.pid}-`));
}

/** Removes the folders of installs whose process was killed. */
export function removeStalePartials(cache: string, log: (line: string) => void): void {
	for (const name of readdirSync(cache)) {
		const pid = ownerOf(name);
		if (pid === undefined || isAlive(pid)) continue;
		log(`Removing an install that was cut off (${name}) …`);
		rmSync(join(cache, name), { recursive: true, force: true });
	}
}

function ownerOf(name: string): number | undefined {
	if (!name.startsWith(PREFIX)) return undefined;
	const pid = /^(\d+)-/.exec(name.slice(PREFIX.length))?.[1];
	return pid === undefined ? undefined : Number(pid);
}
