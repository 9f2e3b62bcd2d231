import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { installPackage } from './install-package';
import { N8nRest, newOwner, type Owner } from './rest';
import { freePort, startN8n } from './process';
import { n8nRuntime } from './runtime';
import { printError } from '../print/terminal';

export type TemporaryN8n = Awaited<ReturnType<typeof startTemporaryN8n>>;

/** The data of a stopped n8n that has our packed package and an owner. */
export interface PreparedN8n {
	userFolder: string;
	owner: Owner;
}

/** n8n encrypts the credentials in prepared and temporary data with this key. */
export const ENCRYPTION_KEY = 'a-key-for-tests';

/**
 * A real n8n of its own with our packed package, signed in.
 * @param env settings of n8n's own
 * @param prepared n8n starts from a copy of these data; without them the package is packed and installed
 */
export async function startTemporaryN8n({
	env = {},
	prepared,
}: {
	env?: Record<string, string>;
	prepared?: PreparedN8n;
} = {}) {
	const runtime = await n8nRuntime(printError);
	const userFolder = mkdtempSync(join(tmpdir(), 'vivi-n8n-'));
	if (prepared) {
		cpSync(prepared.userFolder, userFolder, { recursive: true, verbatimSymlinks: true });
	} else {
		await installPackage(userFolder);
	}
	const options = {
		...{ runtime, userFolder, env },
		port: await freePort(),
		encryptionKey: ENCRYPTION_KEY,
	};
	let n8n = await startN8n(options);
	const owner = prepared?.owner ?? newOwner();
	const rest = new N8nRest(n8n.url, owner);
	await rest.signIn();
	const { url, logFile } = n8n;
	return {
		...{ url, logFile, rest, userFolder },
		/** Who may sign in to its editor. */
		owner,
		/** Stops it, does something meanwhile, and starts it again on the same data. */
		restart: async (meanwhile = () => {}) => {
			await n8n.stop();
			meanwhile();
			n8n = await startN8n(options);
			await rest.signIn();
		},
		/** Stops it and deletes its data. */
		stop: async () => {
			await n8n.stop();
			rmSync(userFolder, { recursive: true, force: true });
		},
	};
}
