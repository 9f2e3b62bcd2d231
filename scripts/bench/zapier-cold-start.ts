import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { buildZip } from '../zapier/build-zip';
import type { Figure } from './figure';
import { printError } from '../print/terminal';

/** So many, because the difference is as small as the random variation of a process. */
const ROUNDS = 60;
const PROGRAM = join(__dirname, '../zapier/cold-start-process.cjs');

/** The smallest app: zapier-platform-core and a trigger that finds nothing. */
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
 * The zip for Zapier: its size, and how long a new process takes to load it and to answer the first
 * call, beside an app that does nothing. Zapier's CLI packs both, the empty one with the platform
 * core as it is installed. No call goes anywhere.
 */
export async function zapierColdStartFigures(): Promise<Figure[]> {
	const folder = mkdtempSync(join(tmpdir(), 'vivi-bench-'));
	try {
		const [vivi, other] = [join(folder, 'vivi'), join(folder, 'other')];
		for (const made of [vivi, other]) mkdirSync(made);
		const { runtime, unpacked, zipBytes } = await buildZip(vivi, printError);
		const { unpacked: empty } = await buildZip(other, printError, makeEmpty);
		const onOurPlatform = join(folder, 'bundled');
		cpSync(unpacked, onOurPlatform, { recursive: true });
		cpSync(join(empty, 'index.js'), join(onOurPlatform, 'index.js'));

		const apps = [
			{ app: unpacked, trigger: 'new_agent', values: [] as number[] },
			{ app: empty, trigger: 'empty', values: [] as number[] },
			{ app: onOurPlatform, trigger: 'empty', values: [] as number[] },
		] as const;
		// The first round only brings the files into memory.
		for (let round = 0; round <= ROUNDS; round++) {
			for (const { app, trigger, values } of apps) {
				const ms = coldStart(runtime.node, app, trigger);
				if (round > 0) values.push(ms);
			}
		}
		const [ours, theirs, bundled] = apps;
		return [
			{
				name: 'Import and first call of the Zapier app',
				unit: 'ms',
				what: 'What the first step after a pause waits for, beside an app that does nothing.',
				ours: { who: 'VIVI app', values: ours.values },
				peers: [
					{
						who: 'app with one empty trigger',
						values: theirs.values,
						target: { atMost: 1.12 },
					},
					{ who: 'the same on the bundled platform of the VIVI app', values: bundled.values },
				],
			},
			{
				name: 'Zip of the Zapier app',
				unit: 'KB',
				what: 'What is pushed to Zapier and loaded into each new process.',
				ours: { who: 'VIVI app', values: [zipBytes / 1000] },
				peers: [],
				target: { atMost: 700 },
			},
		];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Turns the staged app into one that Zapier's CLI packs like people's first apps. */
function makeEmpty(app: string): void {
	writeFileSync(join(app, 'index.js'), EMPTY_APP);
	const file = join(app, 'package.json');
	const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
	// Without our own build.
	writeFileSync(file, JSON.stringify({ ...manifest, scripts: {} }));
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
