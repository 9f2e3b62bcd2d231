import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { installPackage } from '../../../../scripts/n8n/install-package';
import { freePort, startN8n } from '../../../../scripts/n8n/process';
import { N8nRest } from '../../../../scripts/n8n/rest';
import { n8nRuntime } from '../../../../scripts/n8n/runtime';

export interface TestN8n {
	url: string;
	rest: N8nRest;
	userFolder: string;
	logFile: string;
	stop(): Promise<void>;
}

/** A real n8n of its own with our packed package and the plain node, signed in. */
export async function startTestN8n(): Promise<TestN8n> {
	const runtime = await n8nRuntime(console.log);
	const userFolder = mkdtempSync(join(tmpdir(), 'vivi-n8n-'));
	installPackage(userFolder);
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
	const n8n = await startN8n({
		runtime,
		userFolder,
		port: await freePort(),
		encryptionKey: 'a-key-for-tests',
	});
	const rest = new N8nRest(n8n.url);
	await rest.signIn();
	return {
		...n8n,
		rest,
		userFolder,
		stop: async () => {
			await n8n.stop();
			rmSync(userFolder, { recursive: true, force: true });
		},
	};
}
