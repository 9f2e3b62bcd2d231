import { execFile } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

import type { ZapierRuntime } from './runtime';

const TIMEOUT_MS = 180_000;
const NO_NETWORK = join(__dirname, 'no-network.cjs');

/**
 * Runs `zapier-platform` as somebody who has never logged in, without a network.
 * @param home takes the place of the user's folder, where the CLI keeps its login
 * @returns what it printed
 * @throws Error with what it printed, if it fails
 */
export async function runCli(
	{ node, cli }: ZapierRuntime,
	appFolder: string,
	home: string,
	args: readonly string[],
): Promise<string> {
	try {
		const { stdout } = await promisify(execFile)(node, [cli, ...args], {
			cwd: appFolder,
			timeout: TIMEOUT_MS,
			maxBuffer: 64e6,
			env: {
				PATH: [dirname(node), process.env['PATH']].join(delimiter),
				HOME: home,
				USERPROFILE: home,
				NODE_OPTIONS: `--require=${JSON.stringify(NO_NETWORK)}`,
				NO_COLOR: '1',
				NO_UPDATE_NOTIFIER: '1',
				DISABLE_ZAPIER_ANALYTICS: '1',
			},
		});
		return stdout;
	} catch (error) {
		const { message, stdout, stderr } = error as Error & { stdout?: string; stderr?: string };
		throw new Error(`${message}\n${stdout ?? ''}\n${stderr ?? ''}`.trim());
	}
}
