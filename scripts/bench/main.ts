import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { BENCHES } from './benches';
import { judge } from './figure';
import { thisMachine } from './machine';
import { toMarkdown, toResults, toText, type Results } from './results';
import { print, printError, printJson } from '../print/terminal';

const DOCUMENT = join(__dirname, '../../docs/benchmarks.md');

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: { json: { type: 'boolean' }, only: { type: 'string', multiple: true } },
	});
	const chosen = chooseBenches(values.only);
	// With --json only the result goes to the output.
	const log = values.json ? printError : print;
	const machine = thisMachine();
	const benches: Results['benches'] = [];
	for (const { name, what, measure } of chosen) {
		log(`${name} …`);
		const verdicts = (await measure()).map(judge);
		benches.push({ name, what, verdicts });
		log(toText({ verdicts }));
	}
	const results = toResults(machine, benches);
	if (values.json) printJson(results);
	log(
		results.missed.length === 0 ? 'Every target is met.' : `Missed: ${results.missed.join(' · ')}`,
	);
	// The document shows one machine at one time, so a part of a run cannot go into it.
	if (chosen.length === BENCHES.length) writeFileSync(DOCUMENT, toMarkdown(results));
}

function chooseBenches(only: string[] | undefined) {
	if (!only) return BENCHES;
	const names = BENCHES.map(({ name }) => name);
	const unknown = only.filter((name) => !names.includes(name));
	if (unknown.length > 0) {
		throw new Error(`There is no bench '${unknown.join("', '")}'; there are ${names.join(', ')}.`);
	}
	return BENCHES.filter(({ name }) => only.includes(name));
}

main().catch((error: unknown) => {
	printError(error);
	process.exitCode = 1;
});
