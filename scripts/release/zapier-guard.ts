import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { promoteRefusal, pushRefusal, type ZapierVersion } from './zapier-versions';
import { print, printError } from '../print/terminal';

const USAGE = `zapier-platform versions --format json | npm run --silent release:zapier-guard -- push|promote

Ends with 1, and says why, when this repository's version must not be pushed to or promoted at Zapier.`;

const REFUSALS = { push: pushRefusal, promote: promoteRefusal } as const;

/** Stands in front of `zapier-platform push` and `promote`; reads the app's versions from its input. */
function main(): number {
	const step = process.argv[2];
	if (step !== 'push' && step !== 'promote') {
		printError(USAGE);
		return 1;
	}
	const manifest = readFileSync(join(__dirname, '../../package.json'), 'utf8');
	const { version } = JSON.parse(manifest) as { version: string };
	const refusal = REFUSALS[step](readVersions(readFileSync(0, 'utf8')), version);
	if (refusal) printError(refusal);
	else print(`Version ${version}: go ahead with ${step}.`);
	return refusal ? 1 : 0;
}

function readVersions(text: string): ZapierVersion[] {
	const rows = parsed(text);
	const isRow = (row: unknown): row is ZapierVersion =>
		typeof row === 'object' && row !== null && 'Version' in row && 'State' in row;
	if (!Array.isArray(rows) || !rows.every(isRow)) {
		throw new Error('The input is not what `zapier-platform versions --format json` prints.');
	}
	return rows;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// The caller says what was expected.
		return undefined;
	}
}

try {
	process.exitCode = main();
} catch (error) {
	printError(error);
	process.exitCode = 1;
}
