import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { cachedInstall } from '../install/cached-install';
import { npm } from '../install/npm';
import { installPackage } from '../n8n/install-package';
import type { Figure } from './figure';
import { spreadOf } from './statistics';
import { printError } from '../print/terminal';

/** Community packages for other services, in fixed versions so that figures stay comparable. */
const VENDORS = {
	'@mendable/n8n-nodes-firecrawl': '2.1.2',
	'n8n-nodes-evolution-api': '1.0.4',
	'n8n-nodes-mcp': '0.1.37',
} as const;

const ROUNDS = 15;

/** The `n8n-workflow` that n8n gives to every package. */
const WORKFLOW = dirname(require.resolve('n8n-workflow/package.json'));

/** How large the packed package is and how long n8n takes to load it, beside others. */
export async function packageFigures(): Promise<Figure[]> {
	const userFolder = mkdtempSync(join(tmpdir(), 'vivi-bench-'));
	try {
		await installPackage(userFolder);
		const ours = join(userFolder, '.n8n/nodes/node_modules/n8n-nodes-vivi');
		const vendors = await installVendors();
		return [loadFigure(ours, vendors), sizeFigure(ours, vendors)];
	} finally {
		rmSync(userFolder, { recursive: true, force: true });
	}
}

interface Vendor {
	name: string;
	folder: string;
}

/** Installed once; other versions use another folder. */
async function installVendors(): Promise<Vendor[]> {
	const wanted = Object.entries(VENDORS).map(([name, version]) => `${name}@${version}`);
	const folder = await cachedInstall(
		{
			name: `bench-${wanted.join('+').replace(/[^\w.@+-]/g, '-')}`,
			what: 'the packages to compare with',
			bytes: 200e6,
			install: async (into, log) => {
				writeFileSync(join(into, 'package.json'), '{ "private": true }');
				const flags = ['--ignore-scripts', '--legacy-peer-deps', '--omit=peer'];
				await npm(
					['install', ...wanted, ...flags, '--no-audit', '--no-fund'],
					into,
					log,
					() =>
						'The packages to compare with could not be installed. Check the connection to the npm registry (npm ping).',
				);
			},
		},
		printError,
	);
	return Object.keys(VENDORS).map((name) => ({ name, folder: join(folder, 'node_modules', name) }));
}

function loadFigure(ours: string, vendors: Vendor[]): Figure {
	const own: number[] = [];
	const others = vendors.map(({ name, folder }) => ({ who: name, folder, values: [] as number[] }));
	// The first round only brings the files into memory.
	for (let round = 0; round <= ROUNDS; round++) {
		const ms = loadTime(ours);
		const all = others.map(({ folder }) => loadTime(folder));
		if (round === 0) continue;
		own.push(ms);
		others.forEach(({ values }, at) => values.push(all[at]!));
	}
	const medians = own.map(
		(_, round) => spreadOf(others.map(({ values }) => values[round]!)).median,
	);
	return {
		name: 'Loading the classes of the package',
		unit: 'ms',
		what: 'What n8n does for each package when it starts: load its nodes and credentials.',
		ours: { who: 'n8n-nodes-vivi', values: own },
		peers: [
			{ who: 'median of the three', values: medians, target: { atMost: 0.7 } },
			...others.map(({ who, values }) => ({ who, values })),
		],
	};
}

function loadTime(folder: string): number {
	const program = join(__dirname, 'load-nodes.ts');
	const printed = execFileSync(
		process.execPath,
		['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', program, folder, WORKFLOW],
		// Where the packages find n8n-workflow, which they expect from n8n.
		{ encoding: 'utf8', env: { ...process.env, NODE_PATH: dirname(WORKFLOW) } },
	);
	return Number(printed);
}

function sizeFigure(ours: string, vendors: Vendor[]): Figure {
	return {
		name: 'Unpacked size of the package',
		unit: 'KB',
		what: 'What the package takes on the disk.',
		ours: { who: 'n8n-nodes-vivi', values: [sizeOf(ours)] },
		peers: vendors.map(({ name, folder }) => ({ who: name, values: [sizeOf(folder)] })),
		notes: ['without what a package depends on; n8n-nodes-vivi depends on nothing'],
	};
}

function sizeOf(folder: string): number {
	const files = globSync('**/*', { cwd: folder, exclude: (name) => name === 'node_modules' });
	const sizes = files.map((file) => statSync(join(folder, file))).filter((file) => file.isFile());
	return sizes.reduce((sum, { size }) => sum + size, 0) / 1000;
}
