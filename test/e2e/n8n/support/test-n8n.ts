import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { startTemporaryN8n, type TemporaryN8n } from '../../../../scripts/n8n/temporary';

export type TestN8n = TemporaryN8n;

/**
 * A real n8n of its own with our packed package and the plain node, signed in.
 * @param env settings of n8n's own
 */
export async function startTestN8n(env: Record<string, string> = {}): Promise<TestN8n> {
	return await startTemporaryN8n({ env, prepare: installPlainNode });
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
