import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { commandsOf, readUserDocuments } from './documents';
import { newcomersEnvironment } from './shell';
import { trials } from './trials';
import { print, printError } from '../print/terminal';

const root = join(__dirname, '../..');

/**
 * `npm run test:readme`: enters the commands of the README and of its pages, in order, in a fresh clone of the
 * last commit, and checks the promises of these documents. Ends with 1 when one is broken.
 */
async function main(): Promise<number> {
	const changed = execFileSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' });
	if (changed !== '') print('Only what is committed is tried; there are other changes.');
	const work = mkdtempSync(join(tmpdir(), 'vivi-readme-'));
	try {
		const clone = join(work, 'clone');
		execFileSync('git', ['clone', '--quiet', root, clone], { stdio: 'inherit' });
		const commands = commandsOf(readUserDocuments(clone));
		const place = { clone, home: join(work, 'home'), env: newcomersEnvironment() };
		let failed = 0;
		for (const command of commands) {
			const started = Date.now();
			const problem = await tryOut(command, place);
			if (problem) failed++;
			const seconds = Math.round((Date.now() - started) / 1000);
			const [first, ...others] = command.split('\n');
			const name = others.length > 0 ? `${first} (and ${others.length} more lines)` : first!;
			const { skip, instead } = trials.find((trial) => trial.command.test(command)) ?? {};
			const how = instead ? ` (${instead})` : '';
			const kept = skip ? `not tried: ${skip}` : `as promised${how}, ${seconds} s`;
			const result = problem ? 'FAILED' : kept;
			print(`${name}: ${result}`);
			if (problem) printError(problem.replace(/^/gm, '  '));
		}
		print(failed === 0 ? '\nREADME and docs keep their promises.' : `\n${failed} failed.`);
		return failed === 0 ? 0 : 1;
	} finally {
		rmSync(work, { recursive: true, force: true, maxRetries: 5 });
	}
}

async function tryOut(
	command: string,
	place: Parameters<NonNullable<(typeof trials)[number]['run']>>[1],
): Promise<string | undefined> {
	const trial = trials.find((candidate) => candidate.command.test(command));
	if (!trial) return 'scripts/readme/trials.ts does not say how to try it.';
	try {
		await trial.run?.(command, place);
		return undefined;
	} catch (error) {
		return (error as Error).message;
	}
}

main().then(
	(code) => process.exit(code),
	(error: unknown) => {
		printError(error);
		process.exit(1);
	},
);
