import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { installPackage } from '../../../../scripts/n8n/install-package';
import { N8nRest, newOwner } from '../../../../scripts/n8n/rest';
import { freePort, startN8n } from '../../../../scripts/n8n/process';
import { n8nRuntime } from '../../../../scripts/n8n/runtime';
import { ENCRYPTION_KEY, type PreparedN8n } from '../../../../scripts/n8n/temporary';
import { printError } from '../../../../scripts/print/terminal';

/** Holds what was prepared, for this process and those that it starts. */
const PREPARED = 'VIVI_PREPARED_N8N';

/**
 * Packs our package, installs it and the plain node, and lets n8n make its database; once for a process
 * and those that it starts. Each n8n starts from a copy, because this takes most of the time. Jest calls it
 * before the first test file.
 */
export default async function prepareN8n(): Promise<PreparedN8n> {
	const there = process.env[PREPARED];
	if (there !== undefined) return JSON.parse(there) as PreparedN8n;
	const userFolder = mkdtempSync(join(tmpdir(), 'vivi-n8n-'));
	process.once('exit', () => rmSync(userFolder, { recursive: true, force: true }));
	await installPackage(userFolder);
	installPlainNode(userFolder);
	const owner = newOwner();
	const n8n = await startN8n({
		...{ runtime: await n8nRuntime(printError), userFolder, encryptionKey: ENCRYPTION_KEY },
		port: await freePort(),
	});
	await new N8nRest(n8n.url, owner).signIn();
	await n8n.stop();
	const prepared: PreparedN8n = { userFolder, owner };
	process.env[PREPARED] = JSON.stringify(prepared);
	return prepared;
}

function installPlainNode(userFolder: string): void {
	execFileSync(
		'npm',
		[
			'install',
			'--install-links',
			'--legacy-peer-deps',
			'--omit=peer',
			'--no-audit',
			'--no-fund',
			join(__dirname, '../plain-node'),
		],
		{ cwd: join(userFolder, '.n8n/nodes'), stdio: ['ignore', 'ignore', 'inherit'] },
	);
}
