import { mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { runProgram } from '../install/npm';
import { runCli } from './cli';
import { zapierRuntime, type ZapierRuntime } from './runtime';
import { stageApp } from './stage-app';

export interface BuiltApp {
	runtime: ZapierRuntime;
	/** Where the app was built; the CLI works there. */
	app: string;
	/** Where the zip was unpacked, as Zapier does. */
	unpacked: string;
	zipBytes: number;
	/** Runs `zapier-platform` on the app. */
	cli(...args: string[]): Promise<string>;
}

/**
 * Builds the zip for Zapier with Zapier's own CLI, without a network and without a login.
 * @param folder an empty one
 * @param change turns the copied and installed app into another one
 */
export async function buildZip(
	folder: string,
	log: (line: string) => void,
	change: (app: string) => void = () => {},
): Promise<BuiltApp> {
	const runtime = await zapierRuntime(log);
	const [home, unpacked] = [join(folder, 'home'), join(folder, 'unpacked')];
	for (const made of [home, unpacked]) mkdirSync(made);
	const app = await stageApp(folder, log);
	change(app);
	const cli = async (...args: string[]) => await runCli(runtime, app, home, args);
	await cli('build', '--skip-dep-install', '--skip-validation');
	const zip = join(app, 'build/build.zip');
	await unpack(runtime, zip, unpacked);
	return { runtime, app, unpacked, zipBytes: statSync(zip).size, cli };
}

/** Unpacks with the function that the CLI uses to check a zip. */
async function unpack({ node, cli }: ZapierRuntime, zip: string, folder: string): Promise<void> {
	const decompress = join(dirname(cli), '../utils/decompress');
	await runProgram(
		node,
		['-e', `require(${JSON.stringify(decompress)})(...process.argv.slice(1))`, zip, folder],
		folder,
		() => 'The zip of the Zapier app cannot be unpacked.',
	);
}
