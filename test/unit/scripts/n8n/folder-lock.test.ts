import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { lockFolder } from '../../../../scripts/n8n/folder-lock';

let folder: string;
const locks = () => readdirSync(join(folder, 'locks')).map(Number);
const lockedBy = (pid: number) => writeFileSync(join(folder, 'locks', String(pid)), '');

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'vivi-lock-'));
	mkdirSync(join(folder, 'locks'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a second one is refused with the process that has it, and leaves no lock', () => {
	const first = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
	lockedBy(first.pid!);
	try {
		expect(() => lockFolder(folder)).toThrow(
			`Another process (${first.pid}) already uses the n8n in ${folder}`,
		);
		expect(locks()).toEqual([first.pid]);
	} finally {
		first.kill();
	}
});

test('the locks of processes that have ended are taken over', () => {
	for (let count = 0; count < 2; count++) lockedBy(spawnSync(process.execPath, ['-e', '']).pid);
	const lock = lockFolder(folder);
	expect(locks()).toEqual([process.pid]);
	lock.release();
	expect(locks()).toEqual([]);
});

test('an n8n that outlives its starter keeps the folder', () => {
	const lock = lockFolder(folder);
	lock.alsoHeldBy(4711);
	expect(locks().sort()).toEqual([4711, process.pid].sort());
	lock.release();
	expect(locks()).toEqual([]);
});
