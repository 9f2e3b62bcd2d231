import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { printFindings } from '../print/terminal';
import { textFindings } from './text-findings';

const root = join(__dirname, '../..');

/** Looks for VIVI's texts, paths and hosts in the shells, and for the platforms' names in the core. */
const files = globSync(
	['vivi/**/*.ts', 'nodes/**/*.ts', 'credentials/**/*.ts', 'zapier/src/**/*.ts'],
	{ cwd: root },
);
printFindings(
	'texts of the core and the shells',
	files.flatMap((file) => textFindings(file, readFileSync(join(root, file), 'utf8'))),
);
