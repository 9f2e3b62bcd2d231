import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { releaseNotes } from './changelog';

const root = join(__dirname, '../..');

/** `npm run release:notes [-- VERSION]`: what CHANGELOG.md says of a version, package.json's unless given. */
function main(): void {
	const { positionals } = parseArgs({ allowPositionals: true });
	const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
		version: string;
	};
	const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
	console.log(releaseNotes(changelog, positionals[0] ?? version));
}

try {
	main();
} catch (error) {
	console.error((error as Error).message);
	process.exitCode = 1;
}
