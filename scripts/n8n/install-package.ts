import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { build } from '../build/build';

const root = join(__dirname, '../..');

/** Packs our package as it is published, and installs the tarball in n8n's folder of packages. */
export async function installPackage(userFolder: string): Promise<void> {
	await build();
	const nodes = join(userFolder, '.n8n/nodes');
	mkdirSync(nodes, { recursive: true });
	writeFileSync(join(nodes, 'package.json'), '{ "name": "installed-nodes", "private": true }');
	const packed = mkdtempSync(join(tmpdir(), 'n8n-nodes-vivi-'));
	try {
		const [{ filename }] = JSON.parse(
			execFileSync('npm', ['pack', '--json', '--pack-destination', packed], {
				cwd: root,
				encoding: 'utf8',
				stdio: ['ignore', 'pipe', 'ignore'],
			}),
		) as [{ filename: string }];
		// n8n brings its own n8n-workflow, the peer; another copy would take 500 MB.
		const flags = ['--legacy-peer-deps', '--omit=peer', '--offline', '--no-audit', '--no-fund'];
		execFileSync('npm', ['install', join(packed, filename), ...flags], {
			cwd: nodes,
			stdio: ['ignore', 'ignore', 'inherit'],
		});
	} finally {
		rmSync(packed, { recursive: true, force: true });
	}
}
