import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** The newest n8n whose dependencies can all be installed from the npm registry (2.41.3 cannot). */
export const N8N_VERSION = '2.41.1';

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
	// Whoever is done first gives the folder its name; an install that was cut off never has it.
	const partial = mkdtempSync(join(cacheFolder(), `partial-${name}-`));
	try {
		writeFileSync(join(partial, 'package.json'), '{ "private": true }');
		log(`Installing n8n ${N8N_VERSION} (about 3 GB, once; 3 to 5 minutes) …`);
		await npm(
			['install', `n8n@${N8N_VERSION}`, '--ignore-scripts', '--no-audit', '--no-fund'],
			partial,
			log,
			'n8n could not be installed. Check the connection to the npm registry and the free disk space (4 GB).',
		);
		log('Compiling the database driver …');
		await npm(
			['rebuild', 'sqlite3', '--ignore-scripts=false', '--foreground-scripts'],
			partial,
			log,
			'The database driver (sqlite3) could not be compiled. Install a C++ compiler, make and Python 3 (Debian: apt-get install build-essential python3), then try again.',
		);
		await run(
			process.execPath,
			['-e', "require('sqlite3')"],
			partial,
			{},
			'The database driver was compiled but cannot be loaded.',
		);
		try {
			renameSync(partial, folder);
		} catch (error) {
			if (!existsSync(folder)) throw error;
			rmSync(partial, { recursive: true, force: true });
		}
	} catch (error) {
		rmSync(partial, { recursive: true, force: true });
		throw error;
	}
	return folder;
}

async function npm(args: string[], cwd: string, log: (line: string) => void, advice: string) {
	const started = Date.now();
	const ticking = setInterval(
		() => log(`  … ${Math.round((Date.now() - started) / 1000)} s`),
		15_000,
	);
	try {
		await run('npm', args, cwd, nodeHeaders(), advice);
	} finally {
		clearInterval(ticking);
	}
}

/** Compiling needs Node's headers; where they are on this machine, nothing has to be downloaded. */
function nodeHeaders(): Record<string, string> {
	const prefixes = [dirname(dirname(process.execPath)), '/usr', '/usr/local'];
	const found = prefixes.find((prefix) => existsSync(join(prefix, 'include/node/node_api.h')));
	return found ? { npm_config_nodedir: found } : {};
}

async function run(
	command: string,
	args: string[],
	cwd: string,
	env: Record<string, string>,
	advice: string,
): Promise<void> {
	const child = spawn(command, args, {
		cwd,
		// This very Node first, so that the driver is built for the Node that will load it.
		env: {
			...process.env,
			...env,
			PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
		},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4_000));
	child.stdout.on('data', keep);
	child.stderr.on('data', keep);
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	if (code !== 0) throw new Error(`${advice}\n\nLast output:\n${output}`);
}
