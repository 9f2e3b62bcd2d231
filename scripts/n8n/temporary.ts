import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { installPackage } from './install-package';
import { newOwner, type Owner } from './owner';
import { freePort, startN8n } from './process';
import { N8nRest } from './rest';
import { n8nRuntime } from './runtime';
import { printError } from '../terminal';

export interface TemporaryN8n {
	url: string;
	rest: N8nRest;
	/** Who may sign in to its editor. */
	owner: Owner;
	userFolder: string;
	logFile: string;
	/** Stops it, does something meanwhile, and starts it again on the same data. */
	restart(meanwhile?: () => void): Promise<void>;
	/** Stops it and forgets its data. */
	stop(): Promise<void>;
}

/**
 * A real n8n of its own with our packed package, signed in.
 * @param env settings of n8n's own
 * @param prepare what else belongs into its user folder before it starts
 */
export async function startTemporaryN8n({
	env = {},
	prepare = () => {},
}: {
	env?: Record<string, string>;
	prepare?: (userFolder: string) => void;
} = {}): Promise<TemporaryN8n> {
	const runtime = await n8nRuntime(printError);
	const userFolder = mkdtempSync(join(tmpdir(), 'vivi-n8n-'));
	installPackage(userFolder);
	prepare(userFolder);
	const options = {
		...{ runtime, userFolder, env },
		port: await freePort(),
		encryptionKey: 'a-key-for-tests',
	};
	let n8n = await startN8n(options);
	const owner = newOwner();
	const rest = new N8nRest(n8n.url, owner);
	await rest.signIn();
	return {
		...n8n,
		rest,
		owner,
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
