import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { cachedInstall } from '../install/cached-install';
import { npm } from '../install/npm';

/** The CLI that belongs to the platform core of zapier/package.json, in a lockfile of its own. */
const COMMAND_LINE = join(__dirname, 'command-line');
const CLI_VERSION = (
	JSON.parse(readFileSync(join(COMMAND_LINE, 'package.json'), 'utf8')) as {
		dependencies: { 'zapier-platform-cli': string };
	}
).dependencies['zapier-platform-cli'];
/**
 * On Node.js 22 Zapier runs the apps of this platform (zapier-platform-cli 19.1.0,
 * src/version-store.js). These packages of it need no install script.
 */
const NODE_VERSION = '22.23.3';

const NEEDED_BYTES = 6e8;

export interface ZapierRuntime {
	/** The program Node.js. */
	node: string;
	/** The file that Node.js runs as `zapier-platform`. */
	cli: string;
}

/**
 * Zapier's own CLI and the Node.js that Zapier runs apps on, installed once.
 * @throws Error that says what is missing
 */
export async function zapierRuntime(log: (line: string) => void): Promise<ZapierRuntime> {
	const platform = process.platform === 'win32' ? 'win' : process.platform;
	const nodePackage = `node-${platform}-${process.arch}`;
	const name = `zapier-platform-cli-${CLI_VERSION}-${nodePackage}-${NODE_VERSION}`;
	const folder = await cachedInstall(
		{
			...{ name, what: 'the Zapier CLI', bytes: NEEDED_BYTES },
			install: async (partial) => {
				log(`Installing the Zapier CLI ${CLI_VERSION} (about 400 MB, once; a minute) …`);
				for (const file of ['package.json', 'package-lock.json']) {
					cpSync(join(COMMAND_LINE, file), join(partial, file));
				}
				const flags = ['--ignore-scripts', '--no-audit', '--no-fund'];
				const advice = () =>
					'The Zapier CLI could not be installed. Check the connection to the npm registry (npm ping) and the free disk space, then try again.';
				await npm(['ci', ...flags], partial, log, advice);
				const node = `${nodePackage}@${NODE_VERSION}`;
				await npm(['install', '--save-exact', node, ...flags], partial, log, advice);
			},
		},
		log,
	);
	const program = process.platform === 'win32' ? 'node.exe' : 'node';
	return {
		node: join(folder, 'node_modules', nodePackage, 'bin', program),
		cli: join(folder, 'node_modules/zapier-platform-cli/src/bin/run'),
	};
}
