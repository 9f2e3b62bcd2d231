import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { licenceTextFindings } from '../licences/texts';
import {
	licenceFindings,
	licenceList,
	lockfileFindings,
	type Lockfile,
} from '../licences/lockfile';
import { print, printFindings } from '../print/terminal';

const root = join(__dirname, '../..');
const read = <T>(file: string) => JSON.parse(readFileSync(join(root, file), 'utf8')) as T;

/**
 * Checks the packages that are distributed with the connectors. It reads the lockfiles, so it needs no network.
 * n8n's package has no dependency; Zapier's app has those of its platform. Ends with code 1 on any finding.
 */
function main(): void {
	const app = read<Lockfile>('zapier/package-lock.json');
	const { dependencies = {} } = read<{ dependencies?: object }>('package.json');
	printFindings(
		'dependencies of the n8n package',
		Object.keys(dependencies).map((name) => `${name} would be installed with the package`),
	);
	printFindings('licences of what the Zapier app brings along', licenceFindings(app));
	printFindings('their texts', licenceTextFindings(app, join(root, 'zapier')));
	for (const line of licenceList(app)) print(`  ${line}`);
	printFindings('lockfiles', [
		...lockfileFindings(read<Lockfile>('package-lock.json')),
		...lockfileFindings(app),
		...lockfileFindings(read<Lockfile>('scripts/zapier/command-line/package-lock.json')),
	]);
}

main();
