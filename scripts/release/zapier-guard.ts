import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseJson } from '../../vivi/http/json';
import { print, printError } from '../print/terminal';

/** A row of `zapier-platform versions --format json`; its keys are the headings of the columns. */
export interface ZapierVersion {
	Version: string;
	/** `private` until it is promoted. */
	State: string;
	/** Null while Zapier still counts. */
	'Zap Users': number | string | null;
}

/**
 * Why a version must not be pushed again; undefined when it may be pushed. A push replaces the code of a version
 * at once for everybody who uses it, so a version that is promoted or has users must not change.
 */
export function pushRefusal(
	versions: readonly ZapierVersion[],
	version: string,
): string | undefined {
	const row = versions.find(({ Version }) => Version === version);
	if (!row) return undefined;
	const raise = 'Raise the version in package.json and push that one.';
	if (row.State !== 'private') return `Version ${version} is ${row.State} at Zapier. ${raise}`;
	const users = row['Zap Users'];
	if (users === null || users === '') {
		return `Zapier is still counting the users of version ${version}. Try again in a minute.`;
	}
	return Number(users) > 0
		? `Version ${version} has ${users} Zap users, who would get the new code at once. ${raise}`
		: undefined;
}

/** Why a version cannot be promoted; undefined when it can. */
export function promoteRefusal(
	versions: readonly ZapierVersion[],
	version: string,
): string | undefined {
	const row = versions.find(({ Version }) => Version === version);
	if (!row) return `Version ${version} has not been pushed to Zapier yet.`;
	return row.State === 'private' ? undefined : `Version ${version} is ${row.State} at Zapier.`;
}

const USAGE = `zapier-platform versions --format json | npm run --silent release:zapier-guard -- push|promote

Ends with 1, and says why, when this repository's version must not be pushed to or promoted at Zapier.`;

const REFUSALS = { push: pushRefusal, promote: promoteRefusal } as const;

/** Runs before `zapier-platform push` and `promote`; reads the versions of the app from its input. */
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
	const rows: unknown = parseJson(text);
	const isRow = (row: unknown): row is ZapierVersion =>
		typeof row === 'object' && row !== null && 'Version' in row && 'State' in row;
	if (!Array.isArray(rows) || !rows.every(isRow)) {
		throw new Error('The input is not what `zapier-platform versions --format json` prints.');
	}
	return rows;
}

if (require.main === module) {
	try {
		process.exitCode = main();
	} catch (error) {
		printError(error);
		process.exitCode = 1;
	}
}
