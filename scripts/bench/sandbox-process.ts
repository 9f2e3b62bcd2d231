import { fork } from 'node:child_process';
import { once } from 'node:events';

import { startSandbox, type SandboxOptions } from '../../sandbox/server';
import type { ViviKey } from '../vivi/environment';

/** The message of the process when its sandbox is ready. */
interface Ready {
	key: ViviKey;
	defaultWorkspaceId: string;
}

export interface SandboxProcess extends Ready {
	stop: () => Promise<void>;
}

/** Starts a sandbox in a process of its own, so that its work is not measured with the client's. */
export async function startSandboxProcess(options: SandboxOptions): Promise<SandboxProcess> {
	const child = fork(__filename, [JSON.stringify(options)], { execArgv: ['--import', 'tsx'] });
	const ended = once(child, 'exit');
	const ready = await Promise.race([
		once(child, 'message').then(([message]) => message as Ready),
		ended.then(() => {
			throw new Error('The sandbox ended before it was ready.');
		}),
	]);
	return {
		...ready,
		stop: async () => {
			child.disconnect();
			await ended;
		},
	};
}

async function serve(options: SandboxOptions): Promise<void> {
	const sandbox = await startSandbox(options);
	const { clientId, clientSecret, audience, tokenUrl } = sandbox.keys.account;
	const { accountId, defaultWorkspaceId, url: baseUrl } = sandbox;
	const key = { clientId, clientSecret, audience, tokenUrl, accountId, workspaceId: '', baseUrl };
	process.send!({ key, defaultWorkspaceId } satisfies Ready);
	// The parent process may end without a message.
	process.once('disconnect', () => void sandbox.close());
}

if (require.main === module) void serve(JSON.parse(process.argv[2]!) as SandboxOptions);
