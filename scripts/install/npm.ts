import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

import { signal } from './processes';

/** The path on which started programs look for others: this very Node first. */
export const toolPath = () =>
	`${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`;

/**
 * Runs npm and logs every 15 seconds that it is still at work.
 * @param advice what to do when it fails; the last words of the error, below npm's own last words
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

/** Runs a program to its end; it does not outlive this process. */
export async function runProgram(
	command: string,
	args: string[],
	cwd: string,
	advice: () => string,
): Promise<void> {
	const child = spawn(command, args, {
		cwd,
		env: { ...process.env, ...nodeHeaders(), PATH: toolPath() },
		// A group of its own, so that a stop reaches the compilers that npm has started.
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const end = () => signal(child, 'SIGKILL');
	// Before the listeners that are there already: they may remove the files it works on.
	process.prependOnceListener('exit', end);
	let output = '';
	const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4_000));
	child.stdout.on('data', keep);
	child.stderr.on('data', keep);
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
	} finally {
		process.off('exit', end);
	}
}

/** Compiling needs Node's headers; if they are on this machine, nothing is downloaded. */
function nodeHeaders(): Record<string, string> {
	const prefixes = [dirname(dirname(process.execPath)), '/usr', '/usr/local'];
	const found = prefixes.find((prefix) => existsSync(join(prefix, 'include/node/node_api.h')));
	return found ? { npm_config_nodedir: found } : {};
}
