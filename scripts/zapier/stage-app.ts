import { cpSync } from 'node:fs';
import { join } from 'node:path';

import { npm } from '../install/npm';
import { LICENCE_TEXTS_FILE } from '../licences/texts';

const root = join(__dirname, '../..');

/** The sources of the zip. */
const SOURCES = [
	...['package.json', 'tsconfig.json', 'vivi'],
	...['zapier/package.json', 'zapier/package-lock.json', 'zapier/tsconfig.json', 'zapier/src'],
	...['zapier/build.mjs'],
	...['zapier/.zapierapprc', `zapier/${LICENCE_TEXTS_FILE}`],
];

/**
 * Copies the app into an empty folder and installs the packages of its lockfile there. So a build changes
 * nothing in the checkout and uses nothing else of it.
 * @returns the folder of the app
 */
export async function stageApp(folder: string, log: (line: string) => void): Promise<string> {
	for (const source of SOURCES)
		cpSync(join(root, source), join(folder, source), { recursive: true });
	const app = join(folder, 'zapier');
	await npm(
		['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'],
		app,
		log,
		() =>
			"The Zapier app's packages could not be installed. Check the connection to the npm registry.",
	);
	return app;
}
