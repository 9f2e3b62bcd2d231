import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { buildZip } from '../zapier/build-zip';
import type { Figure } from './figure';
import { printError } from '../terminal';

/** So many, for the difference between both is as small as what a process takes more or less by chance. */
const ROUNDS = 60;
const PROGRAM = join(__dirname, '../zapier/cold-start-process.cjs');

/** The least that is an app: zapier-platform-core and a trigger that finds nothing. */
const EMPTY_APP = `module.exports = {
	version: '1.0.0',
	platformVersion: require('zapier-platform-core').version,
	triggers: {
		empty: {
			key: 'empty',
			noun: 'Nothing',
			display: { label: 'Empty', description: 'Triggers when nothing happens.' },
			operation: { perform: () => [], sample: { id: '1' } },
		},
	},
};
`;

/**
 * What is uploaded to Zapier: how large it is, and how long a fresh process takes to load it and to
 * answer the first call, beside an app that does nothing. Both have the same platform core, and neither
 * call goes anywhere.
 */
export async function zapierColdStartFigures(): Promise<Figure[]> {
	const folder = mkdtempSync(join(tmpdir(), 'vivi-bench-'));
	try {
		const { runtime, unpacked, zipBytes } = await buildZip(folder, printError);
		const empty = join(folder, 'empty');
		cpSync(unpacked, empty, { recursive: true });
		writeFileSync(join(empty, 'index.js'), EMPTY_APP);

		const start = (app: string, trigger: string) => coldStart(runtime.node, app, trigger);
		const own: number[] = [];
		const other: number[] = [];
		// The first round only brings the files into memory.
		for (let round = 0; round <= ROUNDS; round++) {
			const ours = start(unpacked, 'new_agent');
			const theirs = start(empty, 'empty');
			if (round === 0) continue;
			own.push(ours);
			other.push(theirs);
		}
		return [
			{
				name: 'Import and first call of the Zapier app',
				unit: 'ms',
				ours: { who: 'VIVI app', values: own },
				peers: [{ who: 'app with one empty trigger', values: other, target: { atMost: 1.15 } }],
			},
			{
				name: 'Zip of the Zapier app',
				unit: 'KB',
				ours: { who: 'VIVI app', values: [zipBytes / 1000] },
				peers: [],
				target: { atMost: 700 },
			},
		];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function coldStart(node: string, app: string, trigger: string): number {
	const event = {
		command: 'execute',
		method: `triggers.${trigger}.operation.inputFields`,
		bundle: { authData: {}, inputData: {} },
		// Keeps the platform from printing its memory.
		calledFromCli: true,
	};
	const printed = execFileSync(node, [PROGRAM, JSON.stringify(event)], {
		cwd: app,
		encoding: 'utf8',
		env: { PATH: process.env['PATH'] },
	});
	return Number(printed);
}
