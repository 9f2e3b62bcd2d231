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
	/** Stops it, does something meanwhile, and starts it again on the same data. */
	restart(meanwhile?: () => void): Promise<void>;
	stop(): Promise<void>;
}

/**
 * A real n8n of its own with our packed package and the plain node, signed in.
 * @param env settings of n8n's own
 */
export async function startTestN8n(env: Record<string, string> = {}): Promise<TestN8n> {
	const runtime = await n8nRuntime(console.error);
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
	const options = {
		...{ runtime, userFolder, env },
		port: await freePort(),
		encryptionKey: 'a-key-for-tests',
	};
	let n8n = await startN8n(options);
	const rest = new N8nRest(n8n.url);
	await rest.signIn();
	return {
		...n8n,
		rest,
		userFolder,
		restart: async (meanwhile = () => {}) => {
			await n8n.stop();
			meanwhile();
			n8n = await startN8n(options);
			await rest.signIn();
		},
		stop: async () => {
			await n8n.stop();
			rmSync(userFolder, { recursive: true, force: true });
		},
	};
}
