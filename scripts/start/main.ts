import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { cacheFolder } from '../install/cached-install';
import { keptSecret, privateFolder } from '../install/private-files';
import { lockFolder } from '../n8n/folder-lock';
import { installPackage } from '../n8n/install-package';
import { type Execution, N8nRest, newPassword, type Owner, OWNER_EMAIL } from '../n8n/rest';
import { forgetOwner, freePort, isTaken, startN8n, type N8nData } from '../n8n/process';
import { n8nRuntime } from '../n8n/runtime';
import { N8N_VERSION } from '../n8n/versions';
import { importExamples, saveCredentials, type Imported } from './examples';
import { chooseVivi, type ChosenVivi } from './vivi';
import { print, printError } from '../print/terminal';

const USUAL_PORT = 5678;
const REPORT = 'Nightly workspace report';
const CHAT = 'Chat trigger, VIVI agent, streaming';
const QUESTION = 'Where is my order?';

/** `npm start`: a real n8n with this package, a VIVI to talk to, the nightly report and a chat run once. */
async function main(): Promise<number> {
	const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } });
	const cleanUps: Array<() => Promise<void>> = [];
	const cleanUp = async () => {
		for (const stop of cleanUps.splice(0).reverse()) await stop();
	};
	let stopping = false;
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		// One Ctrl-C comes several times: npm and tsx pass on what the terminal sends to all of them.
		// Without a handler, the second one would end this process while n8n is still stopping.
		process.on(signal, () => {
			if (stopping) return;
			stopping = true;
			print('\nStopping …');
			void cleanUp().finally(() => process.exit(values.once ? 1 : 0));
		});
	}

	try {
		const n8n = await startEditor(cleanUps);
		const vivi = n8n.vivi;
		const rest = new N8nRest(n8n.url, n8n.owner);
		await rest.signIn();
		const examples = await importExamples(rest, await saveCredentials(rest, vivi));
		for (const { file, needs } of examples.values()) {
			const note = needs.length > 0 ? `needs ${needs.join(', ')}` : 'runs as it is';
			print(`Imported ${file.padEnd(44)} ${note}`);
		}
		const succeeded = [
			await runReport(rest, examples.get(REPORT)!),
			// Nobody wants the first trial to send a message to the agent of their own account.
			vivi.page === undefined || (await firstChat(rest, examples.get(CHAT)!)),
		];
		if (values.once) {
			await cleanUp();
			return succeeded.every(Boolean) ? 0 : 1;
		}
		print(whatIsThere(n8n));
		return await new Promise<never>(() => {});
	} catch (error) {
		await cleanUp();
		throw error;
	}
}

interface RunningEditor {
	url: string;
	owner: Owner;
	vivi: ChosenVivi;
}

/** A real n8n with this package, and its VIVI. */
async function startEditor(cleanUps: Array<() => Promise<void>>): Promise<RunningEditor> {
	const chosenPort = portIn(process.env['VIVI_N8N_PORT']);
	const userFolder = join(cacheFolder(), 'start');
	privateFolder(cacheFolder());
	privateFolder(userFolder);
	const lock = lockFolder(userFolder);
	cleanUps.push(async () => lock.release());
	// Before the long steps, so that a missing variable is reported at once.
	const vivi = await chooseVivi(process.env);
	cleanUps.push(vivi.stop);
	const runtime = await n8nRuntime(print);
	print(`n8n ${N8N_VERSION} is installed. Packing this package and installing it there …`);
	await installPackage(userFolder);
	print(
		vivi.page === undefined
			? `Using your VIVI key at ${vivi.key.baseUrl}.`
			: `The sandbox, a local VIVI, runs at ${vivi.key.baseUrl}. Set VIVI_* to use the real one.`,
	);
	const data = { runtime, userFolder, encryptionKey: encryptionKey(userFolder) };
	const owner = await keptOwner(data);
	const n8n = await startN8n({ ...data, port: await editorsPort(chosenPort) });
	// If this process is killed, n8n still uses the folder.
	lock.alsoHeldBy(n8n.pid);
	cleanUps.push(n8n.stop);
	return { url: n8n.url, owner, vivi };
}

async function runReport(rest: N8nRest, { workflow }: Imported): Promise<boolean> {
	print('\nRunning the nightly report …\n');
	const execution = await rest.run(workflow, 'Run now');
	return printOutcome('report', execution, 'Write report');
}

async function firstChat(rest: N8nRest, { workflow }: Imported): Promise<boolean> {
	print(`\nSaying “${QUESTION}” to an agent, through its API channel …\n`);
	const message = { sessionId: 'npm-start', action: 'sendMessage', chatInput: QUESTION };
	const execution = await rest.run(workflow, 'When chat message received', message);
	return printOutcome('chat', execution, 'VIVI agent');
}

/** Prints the text of a node, or why it gave none. */
function printOutcome(what: string, { status, resultData }: Execution, node: string): boolean {
	if (status === 'success') {
		const item = resultData.runData[node]?.[0]?.data?.main[0]?.[0]?.json;
		print((item as { text: string }).text);
		return true;
	}
	const { message, description } = resultData.error ?? { message: status };
	printError(`The ${what} did not run: ${message}\n${description ?? ''}`);
	return false;
}

/** The addresses that a person can open now. */
function whatIsThere({ url, owner, vivi: { page, channel } }: RunningEditor): string {
	const lines = [
		`Editor    ${url}`,
		`Email     ${owner.email}`,
		`Password  ${owner.password}`,
		...(page === undefined
			? []
			: [`VIVI      ${page}  (shows each call as it arrives; rotates, expires, deactivates keys)`]),
		...(page === undefined || channel === undefined
			? []
			: [`Channel   ${channel.channelId} with the vivi-api-key ${channel.apiKey}`]),
	];
	const chat =
		channel === undefined
			? 'For the chat examples set VIVI_CHANNEL_ID and VIVI_CHANNEL_KEY as well.'
			: `To talk to an agent, open “${CHAT}” and click Open chat.`;
	return `\n${lines.join('\n')}\n\n${chat}\nCtrl-C stops everything.`;
}

/** @throws Error when it is not a port */
function portIn(value: string | undefined): number | undefined {
	if (!value) return undefined;
	const port = Number(value);
	if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
	throw new Error(`VIVI_N8N_PORT is "${value}"; set it to a whole number from 1 to 65535.`);
}

/** The chosen port; otherwise n8n's usual one, or any other if that is in use. */
async function editorsPort(chosen: number | undefined): Promise<number> {
	if (chosen !== undefined || !(await isTaken(USUAL_PORT))) return chosen ?? USUAL_PORT;
	const port = await freePort();
	print(`Port ${USUAL_PORT} is taken, so the editor uses ${port}.`);
	return port;
}

/** Stored beside n8n's database: with another key n8n could not read its credentials any more. */
function encryptionKey(userFolder: string): string {
	return keptSecret(join(userFolder, 'encryption-key'), () => randomBytes(24).toString('hex'));
}

/**
 * The owner of the editor. The password is stored beside n8n's database; if it is gone, n8n gets a
 * new one, without losing a workflow.
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
