import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { lockFolder } from '../../../../scripts/n8n/folder-lock';

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'vivi-lock-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;
const lockedBy = (...pids: number[]) => writeFileSync(join(folder, 'lock'), pids.join('\n'));

test('a second one is refused with the process that has it; released, it may come', () => {
	const first = lockFolder(folder);
	expect(() => lockFolder(folder)).toThrow(
		`Another process (${process.pid}) already uses the n8n in ${folder}`,
	);
	first.release();
	lockFolder(folder).release();
	expect(readdirSync(folder)).toEqual([]);
});

test('a lock whose processes have all ended is taken over', () => {
	lockedBy(deadPid(), deadPid());
	const lock = lockFolder(folder);
	expect(readFileSync(join(folder, 'lock'), 'utf8')).toBe(String(process.pid));
	lock.release();
	expect(readdirSync(folder)).toEqual([]);
});

test('an n8n that outlived its starter keeps the folder', () => {
	const n8n = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
	try {
		lockedBy(deadPid(), n8n.pid!);
		expect(() => lockFolder(folder)).toThrow(`kill ${n8n.pid}`);
	} finally {
		n8n.kill();
	}
});

test('whoever else works there stands in the lock', () => {
	const lock = lockFolder(folder);
	lock.alsoHeldBy(4711);
	expect(readFileSync(join(folder, 'lock'), 'utf8')).toBe(`${process.pid}\n4711`);
	expect(readdirSync(folder)).toEqual(['lock']);
	lock.release();
});

test('releasing leaves the lock of somebody else alone', () => {
	const lock = lockFolder(folder);
	lockedBy(4711);
	lock.release();
	expect(readFileSync(join(folder, 'lock'), 'utf8')).toBe('4711');
});
