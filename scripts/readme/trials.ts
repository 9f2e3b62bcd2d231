import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { N8nRest, newOwner, OWNER_EMAIL } from '../n8n/rest';
import { freePort, startN8n } from '../n8n/process';
import { n8nRuntime } from '../n8n/runtime';
import { enter, type Entered } from './shell';
import { print } from '../print/terminal';

export interface Place {
	/** A fresh clone of this repository. */
	clone: string;
	/** A home folder with nothing in it. */
	home: string;
	env: Record<string, string>;
}

export interface Trial {
	command: RegExp;
	/** The reason why it is not tried. */
	skip?: string;
	/** The trial that takes its place. */
	instead?: string;
	/** Tries it. Throws when the command does not do what the README promises. */
	run?: (command: string, place: Place) => Promise<void>;
}

const REPORT = /VIVI report|Workspaces?\b.*\d/;
/** A part of the answer of the sandbox's agent. */
const CHAT = /Messages in this thread: 1/;

/** The trials of the README's commands. Each command needs a trial, and each trial a command. */
export const trials: readonly Trial[] = [
	{ command: /^npm ci\nnpm start$/, run: startAndLook },
	{ command: /^npm start$/, skip: 'it was part of the block before' },
	{
		command: /^npm start -- --once$/,
		run: async (command, place) => {
			promised(await inClone(command, place), 0, [/n8n \S+ is installed/, REPORT, CHAT]);
		},
	},
	{ command: /^npm ci && npm run build && npm pack\n/, run: installTarball },
	{
		command: /^docker /,
		instead: 'without Docker, in a home and an n8n of its own',
		run: installInContainer,
	},
	{ command: /^VIVI_CLIENT_ID=… /, run: doctor },
	{ command: /^npm run doctor$/, skip: 'the block with all its variables is tried' },
	{ command: /^npm run --silent doctor -- --json$/, run: doctor },
	{ command: /^npm run sandbox$/, run: sandbox },
	{ command: /^npm run doctor -- --openapi FILE-OR-URL$/, run: doctorWithDocument },
	{
		command: /^npm run sandbox -- --personality second$/,
		skip: 'the doctor is tried with it',
	},
	{
		command: /^npm run tool-description /,
		run: async (command, place) => {
			promised(await inClone(command, place), 0, []);
			promised(await inClone('cat note-request.json', place), 0, [/"operationId": "note_request"/]);
		},
	},
	{
		command: /^npm test$/,
		run: async (command, place) =>
			promised(await inClone(command, place), 0, [/Tests: +(?!.*failed).*\d+ passed/]),
	},
	{
		command: /^npm run test:(faults|n8n|zapier|queue|browser)$/,
		skip: 'it takes long, and .ci/run runs it on a clean checkout',
	},
	{ command: /^npm install --global zapier-platform-cli/, skip: 'it needs a Zapier account' },
	{ command: /^cd zapier\nzapier-platform validate\n/, skip: 'it needs a Zapier account' },
	{
		command: /^npm run check$/,
		run: async (command, place) =>
			promised(await inClone(command, place), 0, [/contents of the tarball: passed/]),
	},
	...[
		{ command: /^npm run docs:coverage$/, file: 'docs/api-coverage.md' },
		{ command: /^npm run docs:faults$/, file: 'docs/faults.md' },
	].map(({ command, file }): Trial => ({
		command,
		run: async (entered, place) => {
			promised(await inClone(entered, place), 0, []);
			const { output } = await inClone(`git status --porcelain ${file}`, place);
			if (output !== '') throw new Error(`${file} is out of date.`);
		},
	})),
	{
		command: /^npm run docs:report-picture$/,
		run: async (command, place) => {
			promised(await inClone(command, place), 0, [/docs\/images\/report-email-light\.png/]);
		},
	},
	{
		command: /^npm run docs:screenshots$/,
		run: async (command, place) => {
			const pictures = ['api-operation', 'chat', 'credential', 'node', 'report', 'tool', 'trigger'];
			const taken = pictures.map((name) => new RegExp(`docs/images/${name}-light\\.png`));
			promised(await inClone(command, place), 0, taken);
		},
	},
	{
		command: /^npm run bench$/,
		run: async (command, place) => {
			promised(await inClone(command, place), 0, [/Every target is met|Missed: /]);
			const { output } = await inClone('git status --porcelain docs/benchmarks.md', place);
			if (output === '') throw new Error('docs/benchmarks.md was not written.');
		},
	},
	{ command: /^npm run test:readme$/, skip: 'it is this very script' },
	{
		command: /^npm run release:check$/,
		run: async (command, place) =>
			promised(await inClone(command, place), 0, [/version: passed/, /Release notes of/]),
	},
];

/** Prints the report; then the editor runs until Ctrl-C. */
async function startAndLook(command: string, place: Place): Promise<void> {
	let editor = '';
	const entered = await inClone(command, place, {
		until: /Ctrl-C stops everything/,
		meanwhile: async (output) => {
			editor = valueOf(output, 'Editor');
			const { ok } = await fetch(editor);
			if (!ok) throw new Error(`The editor does not answer at ${editor}.`);
			const password = valueOf(output, 'Password');
			await new N8nRest(editor, { email: OWNER_EMAIL, password }).signIn();
		},
	});
	promised(entered, undefined, [
		/Imported nightly-workspace-report\.json/,
		REPORT,
		CHAT,
		/^Password +\S/m,
	]);
	const stillThere = await fetch(editor).catch(() => undefined);
	if (stillThere) throw new Error(`After Ctrl-C something still answers at ${editor}.`);
}

/** n8n finds the installed package. */
async function installTarball(command: string, place: Place): Promise<void> {
	const { clone, home, env } = place;
	mkdirSync(home, { recursive: true });
	const there = command.replace('/path/to', clone);
	promised(await inClone(there, { ...place, env: { ...env, HOME: home } }), 0, []);
	await startOn(home);
}

/** Runs the lines for the container on this machine, with the tarball of an earlier trial. */
async function installInContainer(command: string, { clone, home, env }: Place): Promise<void> {
	const inside = /^docker exec n8n (sh -c ".+")$/m.exec(command)?.[1];
	if (!inside) throw new Error('No line says what to do in the container.');
	const container = join(home, 'container');
	mkdirSync(container, { recursive: true });
	const there = inside.replace('/tmp', clone);
	const options = { cwd: container, env: { ...env, HOME: container } };
	promised(await enter(there, options), 0, []);
	await startOn(container);
}

/** Checks that a real n8n with that home has the node. */
async function startOn(home: string): Promise<void> {
	const n8n = await startN8n({
		runtime: await n8nRuntime(print),
		userFolder: home,
		port: await freePort(),
		encryptionKey: 'a-key-for-trials',
	});
	try {
		const rest = new N8nRest(n8n.url, newOwner());
		await rest.signIn();
		// n8n answers with an error if it does not have the node.
		await rest.call('POST', '/node-types', {
			nodeInfos: [{ name: 'n8n-nodes-vivi.vivi', version: 1 }],
		});
	} finally {
		await n8n.stop();
	}
}

/** The sandbox prints its keys and answers requests. */
async function sandbox(command: string, place: Place): Promise<void> {
	const entered = await inClone(`${command} -- --port 0`, place, {
		until: /Stop it with Ctrl-C/,
		meanwhile: async (output) => {
			const { ok } = await fetch(`${valueOf(output, 'Base URL')}/openapi.json`);
			if (!ok) throw new Error('Its OpenAPI document is not there.');
		},
	});
	promised(entered, undefined, [/Account API key/, /clientSecret +\S/, /vivi-api-key +\S/]);
}

/** The doctor finds everything in order with a key of the sandbox. */
async function doctor(command: string, place: Place): Promise<void> {
	let found: Entered | undefined;
	let secret = '';
	await inClone('npm run sandbox -- --port 0', place, {
		until: /Stop it with Ctrl-C/,
		meanwhile: async (output) => {
			secret = valueOf(output, 'clientSecret');
			const env = {
				VIVI_CLIENT_ID: valueOf(output, 'clientId'),
				VIVI_CLIENT_SECRET: secret,
				VIVI_AUDIENCE: valueOf(output, 'audience'),
				VIVI_TOKEN_URL: valueOf(output, 'tokenUrl'),
				VIVI_ACCOUNT_ID: valueOf(output, 'Account ID'),
				VIVI_BASE_URL: valueOf(output, 'Base URL'),
			};
			// A reader enters the value in place of the README's ….
			const filledIn = command.replace(/\b(VIVI_\w+)=…/g, (_all, name: string) => {
				return `${name}='${env[name as keyof typeof env]}'`;
			});
			found = await inClone(filledIn, { ...place, env: { ...place.env, ...env } });
		},
	});
	promised(found!, 0, [/workspaces/i, /works/]);
	if (found!.output.includes(secret)) throw new Error('The secret was shown.');
}

/** The doctor finds all operations in the document of the sandbox's second personality. */
async function doctorWithDocument(command: string, place: Place): Promise<void> {
	let found: Entered | undefined;
	await inClone('npm run sandbox -- --port 0 --personality second', place, {
		until: /Stop it with Ctrl-C/,
		meanwhile: async (output) => {
			const document = `${valueOf(output, 'Base URL')}/openapi.json`;
			found = await inClone(command.replace('FILE-OR-URL', document), place);
		},
	});
	promised(found!, 0, [/: \d+ differs?\./, /'Address Map'/, /"agent\.update": \{/]);
}

async function inClone(
	command: string,
	{ clone, env }: Place,
	options: Pick<Parameters<typeof enter>[1], 'until' | 'meanwhile'> = {},
): Promise<Entered> {
	return await enter(command, { cwd: clone, env, ...options });
}

/** @param expected the exit code; undefined if Ctrl-C ended the command */
function promised({ code, output }: Entered, expected: number | undefined, texts: RegExp[]): void {
	const missing = texts.filter((text) => !text.test(output));
	if (expected !== undefined && code !== expected) {
		throw new Error(`It ended with ${code} instead of ${expected}.\n${output.slice(-3_000)}`);
	}
	if (missing.length > 0) {
		throw new Error(`${missing.join(' and ')} did not come.\n${output.slice(-3_000)}`);
	}
}

/** A value at the beginning of a line; of the sandbox's two keys, the first one's. */
function valueOf(output: string, label: string): string {
	const value = new RegExp(`^ *${label} +(\\S+)`, 'm').exec(output)?.[1];
	if (!value) throw new Error(`${label} was not printed.`);
	return value;
}
