import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { cachedInstall } from '../install/cached-install';
import { npm, runProgram } from '../install/npm';
import { isSince, N8N_VERSION } from './versions';

/** The only module of this n8n that is compiled if no ready-made one can be downloaded. */
const DATABASE_DRIVER = { name: 'sqlite3', version: '5.1.7' };

/**
 * The oldest n8n that we run takes this library from its makers' server, which is no npm registry; 2.33.7
 * and newer do not need it. The version on npm's registry is older and reads spreadsheets unsafely, but no
 * test of ours reads a spreadsheet.
 */
const OVERRIDES = isSince('2.33.7') ? {} : { xlsx: '0.18.5' };

/** What to do when the driver cannot be compiled. */
const BUILD_TOOLS = `Compiling it takes a C++ compiler, make and Python 3. Install what is missing, then try again:
  Debian, Ubuntu:  sudo apt-get install build-essential python3
  Fedora, RHEL:    sudo dnf install gcc-c++ make python3
  Alpine:          sudo apk add build-base python3
  macOS:           xcode-select --install
  Windows:         Python 3 and "Desktop development with C++" of the Visual Studio Build Tools
If all of them are there, the output above says what failed. Without internet access it may be the headers of Node: set npm_config_nodedir to the folder that has include/node.`;

const NEEDED_BYTES = 4e9;

/**
 * A real n8n, installed once per version and kind of machine.
 * @returns the folder of its install; its program is `node_modules/n8n/bin/n8n`
 * @throws Error that says what is missing
 */
export async function n8nRuntime(log: (line: string) => void): Promise<string> {
	const major = process.versions.node.split('.')[0];
	const name = `n8n-${N8N_VERSION}-node${major}-${process.platform}-${process.arch}`;
	return await cachedInstall({ name, what: 'n8n', bytes: NEEDED_BYTES, install }, log);
}

async function install(folder: string, log: (line: string) => void): Promise<void> {
	const { name, version } = DATABASE_DRIVER;
	writeFileSync(
		join(folder, 'package.json'),
		JSON.stringify({ private: true, allowScripts: { [name]: true }, overrides: OVERRIDES }),
	);
	const flags = ['--no-audit', '--no-fund'];
	// First, because this fails on a machine without a compiler, and so after seconds instead of minutes.
	log('Installing the database driver (compiled here where there is no ready-made one) …');
	await npm(
		[
			...['install', '--save-exact', `${name}@${version}`, ...flags],
			...['--ignore-scripts=false', '--foreground-scripts'],
			// One of them is an old node-gyp that does not work with today's Python; npm has its own.
			'--omit=optional',
		],
		folder,
		log,
		() => `The database driver (${name}) could not be installed. ${BUILD_TOOLS}`,
	);
	await runProgram(
		process.execPath,
		['-e', `require('${name}')`],
		folder,
		() => `The database driver (${name}) is there but cannot be loaded.`,
	);
	log(`Installing n8n ${N8N_VERSION} (about 3 GB, once; 3 to 5 minutes) …`);
	await npm(
		['install', '--save-exact', `n8n@${N8N_VERSION}`, '--ignore-scripts', ...flags],
		folder,
		log,
		() =>
			'n8n could not be installed. Check the connection to the npm registry (npm ping) and the free disk space, then try again.',
	);
}
