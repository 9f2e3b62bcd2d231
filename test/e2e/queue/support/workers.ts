import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort, startN8n, type RunningN8n } from '../../../../scripts/n8n/process';
import { n8nRuntime } from '../../../../scripts/n8n/runtime';
import { ENCRYPTION_KEY } from '../../../../scripts/n8n/temporary';

/** A worker with the packages and settings of the main process, as if on a machine of its own. */
export async function startWorker(
	main: { userFolder: string },
	env: Record<string, string>,
): Promise<RunningN8n> {
	const userFolder = mkdtempSync(join(tmpdir(), 'vivi-worker-'));
	cpSync(join(main.userFolder, '.n8n/nodes'), join(userFolder, '.n8n/nodes'), { recursive: true });
	const worker = await startN8n({
		...{ runtime: await n8nRuntime(console.log), userFolder, env, role: 'worker' },
		port: await freePort(),
		encryptionKey: ENCRYPTION_KEY,
	});
	const remove = () => rmSync(userFolder, { recursive: true, force: true });
	return {
		...worker,
		stop: async () => {
			await worker.stop();
			remove();
		},
		kill: async () => {
			await worker.kill();
			remove();
		},
	};
}
