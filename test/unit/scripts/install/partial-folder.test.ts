import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

import { makePartialFolder, removeStalePartials } from '../../../../scripts/install/partial-folder';

let cache: string;

beforeEach(() => {
	cache = mkdtempSync(join(tmpdir(), 'vivi-cache-'));
});

afterEach(() => rmSync(cache, { recursive: true, force: true }));

/** Of a process that has ended. */
const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;

test('the folders of ended processes go, with all that is in them', () => {
	const stale = join(cache, `partial-${hostname()}-${deadPid()}-abc`);
	mkdirSync(join(stale, 'node_modules'), { recursive: true });
	writeFileSync(join(stale, 'node_modules/x'), 'x');
	const lines: string[] = [];
	removeStalePartials(cache, (line) => lines.push(line));
	expect(readdirSync(cache)).toEqual([]);
	expect(lines).toHaveLength(1);
});

test('the folder of a living process stays', () => {
	const own = makePartialFolder(cache);
	removeStalePartials(cache, () => {});
	expect(existsSync(own)).toBe(true);
});

test.each([
	'n8n-2.41.1-node24-linux-x64',
	'start',
	'partial-another.machine-999999-abc',
	`partial-${hostname()}-abc`,
])('%s is none of its business', (name) => {
	mkdirSync(join(cache, name));
	removeStalePartials(cache, () => {});
	expect(readdirSync(cache)).toEqual([name]);
});
