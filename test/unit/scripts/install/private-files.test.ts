import {
	chmodSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { cachedInstall, cacheFolder } from '../../../../scripts/install/cached-install';
import { keptSecret, privateFolder } from '../../../../scripts/install/private-files';
import { newPassword } from '../../../../scripts/n8n/rest';

let place: string;
beforeEach(() => {
	place = mkdtempSync(join(tmpdir(), 'vivi-private-'));
	process.env['VIVI_CACHE_DIR'] = place;
});
afterEach(() => {
	delete process.env['VIVI_CACHE_DIR'];
	rmSync(place, { recursive: true });
});

const rights = (path: string) => statSync(path).mode & 0o777;

test('a folder that others could look into is closed', () => {
	const folder = join(place, 'a/b');
	privateFolder(folder);
	expect(rights(folder)).toBe(0o700);
	chmodSync(folder, 0o777);
	privateFolder(folder);
	expect(rights(folder)).toBe(0o700);
});

test('so is the cache, before anything is looked for in it', async () => {
	mkdirSync(join(cacheFolder(), 'tool'), { recursive: true });
	chmodSync(cacheFolder(), 0o755);
	const install = () => Promise.reject(new Error('It is installed.'));
	await cachedInstall({ name: 'tool', what: 'a tool', bytes: 0, install }, () => {});
	expect(rights(cacheFolder())).toBe(0o700);
});

test('an install that takes more space than there is says what to do', async () => {
	const install = () => Promise.reject(new Error('It is installed.'));
	const huge = { name: 'tool', what: 'a tool', bytes: Number.MAX_SAFE_INTEGER, install };
	await expect(cachedInstall(huge, () => {})).rejects.toThrow(
		/^There are only [\d.]+ GB free in .* installing a tool takes 9007199\.3 GB\..* set VIVI_CACHE_DIR/,
	);
});

test('a folder that cannot be closed says what to do', () => {
	writeFileSync(join(place, 'file'), '');
	expect(() => privateFolder(join(place, 'file'))).toThrow(
		'set VIVI_CACHE_DIR to a folder of your own',
	);
});

test('a secret is made once, and only its owner may read it', () => {
	const file = join(place, 'secret');
	const secret = keptSecret(file, newPassword);
	chmodSync(file, 0o644);
	expect(keptSecret(file, newPassword)).toBe(secret);
	expect(readFileSync(file, 'utf8')).toBe(secret);
	expect(rights(file)).toBe(0o600);
});

test('passwords are as n8n asks for, and no two are the same', () => {
	const made = Array.from({ length: 200 }, newPassword);
	for (const password of made) expect(password).toMatch(/^(?=.*\d)(?=.*[A-Z])[\w-]{20,64}$/);
	expect(new Set(made)).toHaveProperty('size', made.length);
});
