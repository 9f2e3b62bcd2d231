import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { buildToolsAdvice, missingBuildTools } from './build-tools';
import { requireFreeSpace } from './free-space';
import { npm, runProgram, toolPath } from './npm';
import { makePartialFolder, removeStalePartials } from './partial-folder';
import { onEnd } from './on-end';

/**
 * The newest n8n whose dependencies can all be installed from the npm registry (2.41.3 cannot), unless
 * another is asked for; that is how `npm run test:n8n` is run against older ones.
 */
export const N8N_VERSION = process.env['VIVI_N8N_VERSION'] ?? '2.41.1';

/** The one module of this n8n that must be compiled where no ready-made one can be downloaded. */
const DATABASE_DRIVER = { name: 'sqlite3', version: '5.1.7' };

/**
 * Older versions of n8n take this library, for their spreadsheet nodes only, from its makers' own
 * server; npm's registry has it as well.
 */
const OVERRIDES = { xlsx: '0.18.5' };

const NEEDED_BYTES = 4e9;

/** Where big installs live: outside the checkout, so that a fresh clone finds them again. */
export function cacheFolder(): string {
	const base =
		process.env['VIVI_CACHE_DIR'] ?? process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
	return join(base, 'n8n-nodes-vivi');
}

/**
 * A real n8n, installed once per version and kind of machine.
 * @returns the folder of its install; its program is `node_modules/n8n/bin/n8n`
 * @throws Error that says what is missing; nothing half-finished is left under the final name
 */
export async function n8nRuntime(log: (line: string) => void): Promise<string> {
	const major = process.versions.node.split('.')[0];
	const name = `n8n-${N8N_VERSION}-node${major}-${process.platform}-${process.arch}`;
	const folder = join(cacheFolder(), name);
	if (existsSync(folder)) return folder;

	mkdirSync(cacheFolder(), { recursive: true });
	removeStalePartials(cacheFolder(), log);
	requireFreeSpace(cacheFolder(), NEEDED_BYTES);
	const partial = makePartialFolder(cacheFolder());
	const remove = () => rmSync(partial, { recursive: true, force: true, maxRetries: 5 });
	const forget = onEnd(remove);
	try {
		await install(partial, log);
		giveName(partial, folder);
	} finally {
		forget();
		remove();
	}
	return folder;
}

async function install(folder: string, log: (line: string) => void): Promise<void> {
	const { name, version } = DATABASE_DRIVER;
	writeFileSync(
		join(folder, 'package.json'),
		JSON.stringify({ private: true, allowScripts: { [name]: true }, overrides: OVERRIDES }),
	);
	const flags = ['--no-audit', '--no-fund'];
	// First, since it is what fails on a machine without a compiler: after seconds, not after minutes.
	log('Installing the database driver (compiled here where there is no ready-made one) …');
	await npm(
		[
			...['install', '--save-exact', `${name}@${version}`, ...flags],
			...['--ignore-scripts=false', '--foreground-scripts'],
			// Among them is an old node-gyp that knows no Python of today; npm has its own.
			'--omit=optional',
		],
		folder,
		log,
		() =>
			`The database driver (${name}) could not be installed. ${buildToolsAdvice(process.platform, missingBuildTools(toolPath()))}`,
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

/** Whoever is done first gives the folder its name; an install that was cut off never has it. */
function giveName(partial: string, folder: string): void {
	try {
		renameSync(partial, folder);
	} catch (error) {
		if (!existsSync(folder)) throw error;
	}
}
