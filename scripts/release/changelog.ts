import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { print, printError } from '../print/terminal';

/**
 * The heading of a released version, as Zapier's command line finds it too: `## 1.2.3`, maybe with a date.
 * `## 1.2.3-beta.1` is another version.
 */
const VERSION_HEADING = /^## v?(\d+\.\d+\.\d+)(?![\w.+-])/;

/** The versions that have a section in CHANGELOG.md, in its order. */
export function changelogVersions(changelog: string): string[] {
	return changelog
		.split('\n')
		.map((line) => VERSION_HEADING.exec(line)?.[1])
		.filter((version) => version !== undefined);
}

/**
 * The section of a version in CHANGELOG.md, without its heading.
 * @throws Error when it has no section of that version, or an empty one
 */
export function releaseNotes(changelog: string, version: string): string {
	const lines = changelog.split('\n');
	const start = lines.findIndex((line) => VERSION_HEADING.exec(line)?.[1] === version);
	if (start === -1) throw new Error(`CHANGELOG.md has no heading '## ${version}'.`);
	const length = lines.slice(start + 1).findIndex((line) => line.startsWith('## '));
	const end = length === -1 ? lines.length : start + 1 + length;
	const notes = lines
		.slice(start + 1, end)
		.join('\n')
		.trim();
	if (notes === '') throw new Error(`CHANGELOG.md says nothing under '## ${version}'.`);
	return notes;
}

/** `npm run release:notes [-- VERSION]`: prints the notes of a version; of the one in package.json by default. */
function main(): void {
	const read = (file: string) => readFileSync(join(__dirname, '../..', file), 'utf8');
	const { positionals } = parseArgs({ allowPositionals: true });
	const { version } = JSON.parse(read('package.json')) as { version: string };
	try {
		print(releaseNotes(read('CHANGELOG.md'), positionals[0] ?? version));
	} catch (error) {
		printError(error);
		process.exitCode = 1;
	}
}

if (require.main === module) main();
