import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

import { startGroup } from './processes';

/** The path on which started programs look for others: this very Node first. */
const toolPath = () => `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`;

/**
 * Runs npm and logs every 15 seconds that it is still at work.
 * @param advice what to do when it fails; it stands at the end of the error, below npm's output
 */
export async function npm(
	args: string[],
	cwd: string,
	log: (line: string) => void,
	advice: () => string,
): Promise<void> {
	const started = Date.now();
	const ticking = setInterval(
		() => log(`  … ${Math.round((Date.now() - started) / 1000)} s`),
		15_000,
	);
	try {
		await runProgram('npm', args, cwd, advice);
	} finally {
		clearInterval(ticking);
	}
}

/** Runs a program to its end. It ends with this process at the latest. */
export async function runProgram(
	command: string,
	args: string[],
	cwd: string,
	advice: () => string,
): Promise<void> {
	const child = startGroup(command, args, {
		cwd,
		env: { ...process.env, ...nodeHeaders(), PATH: toolPath() },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4_000));
	for (const stream of [child.stdout!, child.stderr!]) stream.on('data', keep);
	try {
		const code = await new Promise<number | null>((resolve, reject) => {
			child.once('error', reject);
			child.once('close', resolve);
		});
		if (code !== 0) throw new Error(`ended with ${code ?? child.signalCode}`);
	} catch (error) {
		throw new Error(
			`${command} ${args[0]}: ${(error as Error).message}\n${output.trim()}\n\n${advice()}`,
		);
	}
}

/** Compiling needs Node's headers. If they are on this machine, npm downloads nothing. */
function nodeHeaders(): Record<string, string> {
	const prefixes = [dirname(dirname(process.execPath)), '/usr', '/usr/local'];
	const found = prefixes.find((prefix) => existsSync(join(prefix, 'include/node/node_api.h')));
	return found ? { npm_config_nodedir: found } : {};
}
