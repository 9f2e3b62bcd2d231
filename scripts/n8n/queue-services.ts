import { execFileSync, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { chownSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { startGroup, stopGroup, waitFor } from '../install/processes';
import { freePort } from './process';
import { printError } from '../print/terminal';

export type QueueServices = Awaited<ReturnType<typeof startQueueServices>>;

interface Programs {
	redis: string;
	initdb: string;
	postgres: string;
	isReady: string;
}

/**
 * Finds the programs, or installs Debian's packages when the user is root.
 * @throws Error that says what to install
 */
export function queuePrograms(): Programs {
	const there = findPrograms();
	if (there) return there;
	const advice =
		'Queue mode needs Redis and PostgreSQL: apt-get install redis-server postgresql (as root, on Debian and its relatives).';
	if (process.getuid?.() !== 0 || !which('apt-get')) throw new Error(advice);
	try {
		const apt = (...args: string[]) =>
			execFileSync('apt-get', args, {
				stdio: 'ignore',
				env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
			});
		apt('update');
		apt('install', '-y', '--no-install-recommends', 'redis-server', 'postgresql');
	} catch (error) {
		throw new Error(`${advice} It did not work by itself: ${(error as Error).message}`);
	}
	const installed = findPrograms();
	if (!installed) throw new Error(advice);
	return installed;
}

function findPrograms(): Programs | undefined {
	const redis = which('redis-server');
	// Debian keeps them out of the path, in a folder for each version.
	const folders = globSync('/usr/lib/postgresql/*/bin').sort().reverse();
	const postgresql = (name: string) =>
		which(name) ?? folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
	const [initdb, postgres, isReady] = ['initdb', 'postgres', 'pg_isready'].map(postgresql);
	return redis && initdb && postgres && isReady ? { redis, initdb, postgres, isReady } : undefined;
}

function which(name: string): string | undefined {
	const folders = (process.env['PATH'] ?? '').split(delimiter);
	return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

/** Starts what n8n's queue mode needs besides n8n, on free ports, with data that is deleted afterwards. */
export async function startQueueServices() {
	const programs = queuePrograms();
	const folder = mkdtempSync(join(tmpdir(), 'vivi-queue-'));
	const owner = databaseOwner();
	if (owner) chownSync(folder, owner.uid, owner.gid);
	const started: ChildProcess[] = [];
	const start = (file: string, args: string[], options: SpawnOptions = {}) =>
		started.push(startGroup(file, args, { cwd: folder, stdio: 'ignore', ...options }));
	const stop = async () => {
		// PostgreSQL would wait for its clients at SIGTERM.
		for (const child of started) await stopGroup(child, 'SIGINT');
		rmSync(folder, { recursive: true, force: true });
	};
	try {
		const data = join(folder, 'postgres');
		execFileSync(
			programs.initdb,
			['-D', data, '-U', 'n8n', '--auth=trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
			{ cwd: folder, stdio: 'ignore', ...owner },
		);
		const ports = { redis: String(await freePort()), postgres: String(await freePort()) };
		start(
			programs.postgres,
			[
				...['-D', data, '-p', ports.postgres, '-c', `listen_addresses=${HOST}`],
				...['-c', 'unix_socket_directories=', '-c', 'fsync=off'],
			],
			owner,
		);
		start(programs.redis, [
			...['--port', ports.redis, '--bind', HOST],
			...['--save', '', '--appendonly', 'no'],
		]);
		const isReady = () =>
			spawnSync(programs.isReady, ['-h', HOST, '-p', ports.postgres]).status === 0 || undefined;
		await waitFor(isReady, 'PostgreSQL did not answer within two minutes.');
		// The settings of n8n's own that point to them, for the main process and its workers.
		return { env: queueSettings(ports), stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

const HOST = '127.0.0.1';

function queueSettings(ports: { redis: string; postgres: string }): Record<string, string> {
	return {
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: HOST,
		QUEUE_BULL_REDIS_PORT: ports.redis,
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: HOST,
		DB_POSTGRESDB_PORT: ports.postgres,
		DB_POSTGRESDB_DATABASE: 'postgres',
		DB_POSTGRESDB_USER: 'n8n',
		DB_POSTGRESDB_PASSWORD: '',
	};
}

/** PostgreSQL refuses to be run by root; Debian's package brings a user for it. */
function databaseOwner(): { uid: number; gid: number } | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const id = (flag: string) =>
		Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }).trim());
	return { uid: id('-u'), gid: id('-g') };
}

if (require.main === module) {
	try {
		queuePrograms();
	} catch (error) {
		printError(error);
		process.exitCode = 1;
	}
}
