import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { releaseNotes } from './changelog';
import { print, printError } from '../print/terminal';

const root = join(__dirname, '../..');

/** `npm run release:notes [-- VERSION]`: what CHANGELOG.md says of a version, package.json's unless given. */
function main(): void {
	const { positionals } = parseArgs({ allowPositionals: true });
	const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
		version: string;
	};
	const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
	print(releaseNotes(changelog, positionals[0] ?? version));
}

try {
	main();
} catch (error) {
	printError(error);
	process.exitCode = 1;
}
