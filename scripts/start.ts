import { randomBytes } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';

import { startSandbox } from '../sandbox/server';
import { cacheFolder } from './install/cached-install';
import { privateFolder } from './install/private-folder';
import { lockFolder } from './n8n/folder-lock';
import { installPackage } from './n8n/install-package';
import { keptSecret } from './n8n/kept-secret';
import { newPassword, OWNER_EMAIL, type Owner } from './n8n/owner';
import { forgetOwner, freePort, isTaken, startN8n, type N8nData } from './n8n/process';
import { N8nRest } from './n8n/rest';
import { n8nRuntime } from './n8n/runtime';
import { N8N_VERSION } from './n8n/versions';
import { realVivi, type ViviKey } from './vivi-environment';
import { print, printError } from './terminal';

const root = join(__dirname, '..');
const CREDENTIAL = 'VIVI account';
const USUAL_PORT = 5678;
const REPORT = 'Nightly workspace report';

/** `npm start`: a real n8n with this package, a VIVI to talk to, and the nightly report run once. */
async function main(): Promise<number> {
	const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } });
	const cleanUps: Array<() => Promise<void>> = [];
	const cleanUp = async () => {
		for (const stop of cleanUps.splice(0).reverse()) await stop();
	};
	let stopping = false;
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		// One Ctrl-C comes several times: npm and tsx pass on what the terminal sends to all of them. With
		// no handler left, the second would end us while n8n is still stopping.
		process.on(signal, () => {
			if (stopping) return;
			stopping = true;
			print('\nStopping …');
			void cleanUp().finally(() => process.exit(values.once ? 1 : 0));
		});
	}

	try {
		const real = realVivi(process.env);
		const chosenPort = portIn(process.env['VIVI_N8N_PORT']);
		const userFolder = join(cacheFolder(), 'start');
		privateFolder(cacheFolder());
		privateFolder(userFolder);
		const lock = lockFolder(userFolder);
		cleanUps.push(async () => lock.release());
		const runtime = await n8nRuntime(print);
		print(`n8n ${N8N_VERSION} is installed. Packing this package and installing it there …`);
		installPackage(userFolder);

		let key: ViviKey;
		if (real) {
			key = real;
			print(`Using your VIVI key at ${key.baseUrl}.`);
		} else {
			const sandbox = await startSandbox();
			cleanUps.push(async () => await sandbox.close());
			const { clientId, clientSecret, audience, tokenUrl } = sandbox.keys.account;
			key = {
				clientId,
				clientSecret,
				audience,
				tokenUrl,
				accountId: sandbox.accountId,
				workspaceId: '',
				baseUrl: sandbox.url,
			};
			print(`The sandbox, a local VIVI, runs at ${sandbox.url}. Set VIVI_* to use the real one.`);
		}

		const data = { runtime, userFolder, encryptionKey: encryptionKey(userFolder) };
		const owner = await keptOwner(data);
		const n8n = await startN8n({ ...data, port: await editorsPort(chosenPort) });
		// Should we be killed, it is n8n that still has the folder.
		lock.alsoHeldBy(n8n.pid);
		cleanUps.push(n8n.stop);

		const rest = new N8nRest(n8n.url, owner);
		await rest.signIn();
		const credential = await rest.saveCredential(CREDENTIAL, 'viviApi', {
			keyType: key.workspaceId ? 'workspace' : 'account',
			...key,
			accessToken: '',
			expiresAt: '',
		});
		const workflows = new Map<string, { id: string }>();
		for (const file of globSync('examples/*.json', { cwd: root })) {
			const text = readFileSync(join(root, file), 'utf8');
			const example = JSON.parse(text) as {
				name: string;
				nodes: Array<{ credentials?: { viviApi?: { id: string; name: string } } }>;
				connections: object;
			};
			for (const { credentials } of example.nodes) {
				if (credentials?.viviApi) credentials.viviApi = { id: credential.id, name: CREDENTIAL };
			}
			workflows.set(example.name, await rest.saveWorkflow(example));
			print(`Imported ${basename(file)}.`);
		}

		print('Running the nightly report …\n');
		const execution = await rest.run(workflows.get(REPORT)!, 'Run now');
		const succeeded = execution.status === 'success';
		if (succeeded) {
			const output = execution.resultData.runData['Write report']?.[0]?.data?.main[0]?.[0]?.json;
			print((output as { text: string }).text);
		} else {
			const { message, description } = execution.resultData.error ?? { message: execution.status };
			printError(`The report did not run: ${message}\n${description ?? ''}`);
		}
		if (values.once) {
			await cleanUp();
			return succeeded ? 0 : 1;
		}
		print(
			`\nEditor    ${n8n.url}\nEmail     ${owner.email}\nPassword  ${owner.password}\n\nCtrl-C stops everything.`,
		);
		return await new Promise<never>(() => {});
	} catch (error) {
		await cleanUp();
		throw error;
	}
}

/** @throws Error when it is something else than a port */
function portIn(value: string | undefined): number | undefined {
	if (!value) return undefined;
	const port = Number(value);
	if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
	throw new Error(`VIVI_N8N_PORT is "${value}"; set it to a whole number from 1 to 65535.`);
}

/** The one that was chosen; otherwise n8n's usual one, or any where that is taken. */
async function editorsPort(chosen: number | undefined): Promise<number> {
	if (chosen !== undefined || !(await isTaken(USUAL_PORT))) return chosen ?? USUAL_PORT;
	const port = await freePort();
	print(`Port ${USUAL_PORT} is taken, so the editor uses ${port}.`);
	return port;
}

/** Kept beside n8n's database: with another one n8n could not read its credentials any more. */
function encryptionKey(userFolder: string): string {
	return keptSecret(join(userFolder, 'encryption-key'), () => randomBytes(24).toString('hex'));
}

/**
 * Whom the editor belongs to. The password is kept beside n8n's database; where it is not (any more),
 * n8n gets a new one, without losing a workflow.
 */
async function keptOwner(data: N8nData): Promise<Owner> {
	const file = join(data.userFolder, 'owner-password');
	const isKnown = existsSync(join(data.userFolder, '.n8n/database.sqlite'));
	if (isKnown && !existsSync(file)) await forgetOwner(data);
	return { email: OWNER_EMAIL, password: keptSecret(file, newPassword) };
}

main().then(
	(code) => process.exit(code),
	(error: unknown) => {
		printError(error);
		process.exit(1);
	},
);
