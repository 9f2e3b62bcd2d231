import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { LICENCE_TEXTS_FILE, licenceTexts } from './texts';
import type { Lockfile } from './lockfile';
import { print } from '../print/terminal';
import { stageApp } from '../zapier/stage-app';

/** Writes the licence texts of the packages in the Zapier zip. */
async function main(): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'vivi-licences-'));
	try {
		const app = await stageApp(folder, print);
		const lockfile = JSON.parse(readFileSync(join(app, 'package-lock.json'), 'utf8')) as Lockfile;
		const file = join(__dirname, '../../zapier', LICENCE_TEXTS_FILE);
		writeFileSync(file, licenceTexts(lockfile, app));
		print(`Written: ${file}`);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

void main();
