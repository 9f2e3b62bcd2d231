import { execFile, type ChildProcess } from 'node:child_process';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { hasEnded, startGroup, stopGroup, waitFor } from '../install/processes';

export interface RunningN8n {
	url: string;
	pid: number;
	logFile: string;
	stop(): Promise<void>;
	/** Ends it at once, as a crash would. */
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
 * Lets an n8n that is not running forget who may sign in; workflows and credentials stay. Whoever signs in
 * next sets it up anew.
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
		/** More settings of n8n's own. */
		env?: Record<string, string>;
		/** A worker of n8n's queue mode has no editor; on the port it only answers health checks. */
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
	const child = startGroup(process.execPath, [program(runtime), command], {
		cwd: userFolder,
		env: {
			...settings(options),
			...(role === 'main'
				? { N8N_PORT: String(port) }
				: { QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: String(port) }),
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			// n8n's default is the time of New York.
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
		stdio: ['ignore', log, log],
	});
	const url = `http://127.0.0.1:${port}`;
	try {
		await ready(url, child, role === 'main' ? '/rest/settings' : '/healthz');
	} catch (error) {
		await stopGroup(child, 'SIGTERM');
		throw new Error(
			`n8n did not start (${(error as Error).message}). Its log ends with:\n${readFileSync(logFile, 'utf8').slice(-2_000)}`,
		);
	}
	return {
		...{ url, pid: child.pid!, logFile },
		stop: async () => await stopGroup(child, 'SIGTERM'),
		kill: async () => await stopGroup(child, 'SIGKILL'),
	};
}

/** The part of our environment that n8n needs; neither a key in VIVI_* nor a test runner's NODE_ENV. */
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
	const answers = async (path: string) =>
		await fetch(`${url}${path}`).then(
			({ ok }) => ok,
			() => false,
		);
	await waitFor(async () => {
		if (hasEnded(child)) throw new Error(`it ended with ${child.exitCode ?? child.signalCode}`);
		// Ready means the database is; the REST routes come a moment later.
		return ((await answers('/healthz/readiness')) && (await answers(last))) || undefined;
	}, 'no answer within two minutes');
}
