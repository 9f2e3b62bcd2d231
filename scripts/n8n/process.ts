import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { hasEnded, signal } from '../install/processes';

export interface RunningN8n {
	url: string;
	pid: number;
	logFile: string;
	stop(): Promise<void>;
	/** Ends it at once and without a word, as a crash would. */
	kill(): Promise<void>;
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as { port: number };
	await new Promise((resolve) => server.close(resolve));
	return port;
}

/** True when somebody already listens there. */
export async function isTaken(port: number): Promise<boolean> {
	const server = createServer();
	return await new Promise((resolve) => {
		server.once('error', () => resolve(true));
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)));
	});
}

/** An install of n8n, and the data that it works on. */
export interface N8nData {
	runtime: string;
	userFolder: string;
	encryptionKey: string;
}

const program = (runtime: string) => join(runtime, 'node_modules/n8n/bin/n8n');

const settings = ({ userFolder, encryptionKey }: N8nData) => ({
	...inherited(),
	N8N_USER_FOLDER: userFolder,
	N8N_ENCRYPTION_KEY: encryptionKey,
	N8N_DIAGNOSTICS_ENABLED: 'false',
});

/**
 * Lets n8n forget who may sign in; workflows and credentials stay. The next to sign in sets it up anew.
 * Only while it is not running.
 */
export async function forgetOwner(data: N8nData): Promise<void> {
	await promisify(execFile)(process.execPath, [program(data.runtime), 'user-management:reset'], {
		cwd: data.userFolder,
		env: settings(data),
	});
}

/** Starts n8n and waits until it answers. */
export async function startN8n(
	options: N8nData & {
		port: number;
		/** Settings of n8n's own besides. */
		env?: Record<string, string>;
		/** A worker of n8n's queue mode has no editor; it only says on the port how it is. */
		role?: 'main' | 'worker';
	},
): Promise<RunningN8n> {
	const { runtime, userFolder, port, env = {}, role = 'main' } = options;
	const command = role === 'main' ? 'start' : 'worker';
	if (await isTaken(port)) {
		throw new Error(`Port ${port} is taken by another program. Stop it, or set VIVI_N8N_PORT.`);
	}
	mkdirSync(userFolder, { recursive: true });
	const logFile = join(userFolder, 'n8n.log');
	const log = openSync(logFile, 'w');
	const child = spawn(process.execPath, [program(runtime), command], {
		cwd: userFolder,
		env: {
			...settings(options),
			...(role === 'main'
				? { N8N_PORT: String(port) }
				: { QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: String(port) }),
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			// Otherwise n8n's nights and dates are those of New York.
			GENERIC_TIMEZONE: Intl.DateTimeFormat().resolvedOptions().timeZone,
			N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
			N8N_TEMPLATES_ENABLED: 'false',
			N8N_PERSONALIZATION_ENABLED: 'false',
			N8N_SECURE_COOKIE: 'false',
			N8N_VERIFIED_PACKAGES_ENABLED: 'false',
			// Their defaults clash with a second n8n on the same machine.
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			N8N_RUNNERS_HEALTH_CHECK_SERVER_PORT: String(await freePort()),
			...env,
		},
		// A process group of its own, so that stopping reaches n8n's children and nothing else.
		detached: true,
		stdio: ['ignore', log, log],
	});
	// However we end, n8n does not stay behind: in a group of its own it would not notice.
	const end = () => signal(child, 'SIGKILL');
	process.once('exit', end);
	child.once('close', () => process.off('exit', end));
	const url = `http://127.0.0.1:${port}`;
	try {
		await ready(url, child, role === 'main' ? '/rest/settings' : '/healthz');
	} catch (error) {
		await stop(child);
		throw new Error(
			`n8n did not start (${(error as Error).message}). Its log ends with:\n${readFileSync(logFile, 'utf8').slice(-2_000)}`,
		);
	}
	return {
		...{ url, pid: child.pid!, logFile },
		stop: async () => await stop(child),
		kill: async () => {
			const ended = once(child, 'close');
			signal(child, 'SIGKILL');
			await ended;
		},
	};
}

/** What n8n needs of our environment; a key in VIVI_* or a test runner's NODE_ENV is none of its business. */
function inherited(): Record<string, string> {
	const names =
		/^(PATH|HOME|USERPROFILE|APPDATA|SYSTEMROOT|TMPDIR|TEMP|LANG|TZ|(HTTPS?|NO)_PROXY)$/i;
	return Object.fromEntries(
		Object.entries(process.env).filter(
			(entry): entry is [string, string] => names.test(entry[0]) && entry[1] !== undefined,
		),
	);
}

/** @param last an address that answers only once all is there */
async function ready(url: string, child: ChildProcess, last: string): Promise<void> {
	for (let tries = 0; tries < 240; tries++) {
		if (hasEnded(child)) throw new Error(`it ended with ${child.exitCode ?? child.signalCode}`);
		const answer = await fetch(`${url}/healthz/readiness`).catch(() => undefined);
		if (answer?.ok) {
			// Ready means the database is; the REST routes come a moment later.
			const there = await fetch(`${url}${last}`).catch(() => undefined);
			if (there?.ok) return;
		}
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
	throw new Error('no answer within two minutes');
}

async function stop(child: ChildProcess): Promise<void> {
	if (hasEnded(child)) return;
	const ended = new Promise((resolve) => child.once('close', resolve));
	signal(child, 'SIGTERM');
	const killer = setTimeout(() => signal(child, 'SIGKILL'), 10_000);
	await ended;
	clearTimeout(killer);
}
