import { once } from 'node:events';
import { delimiter } from 'node:path';

import { signal, startGroup } from '../install/processes';

export interface Entered {
	/** The whole output so far. */
	output: string;
	/** The exit code; undefined while it runs. */
	code: number | undefined;
}

/** A command may take so long. */
const LIMIT_MS = 20 * 60_000;

/**
 * Enters lines as a person does in a new terminal. With `until`, waits for that text, calls `meanwhile`, and
 * then presses Ctrl-C.
 * @throws Error with the output when the lines end before the text comes
 */
export async function enter(
	lines: string,
	options: {
		cwd: string;
		env: Record<string, string>;
		until?: RegExp;
		meanwhile?: (output: string) => Promise<void>;
	},
): Promise<Entered> {
	const { cwd, env, until, meanwhile } = options;
	// As in a terminal, Ctrl-C goes to all that the lines have started.
	const child = startGroup('bash', ['-e', '-c', lines], {
		...{ cwd, env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const limit = setTimeout(() => signal(child, 'SIGKILL'), LIMIT_MS);
	const entered: Entered = { output: '', code: undefined };
	const ended = once(child, 'close').then(([code]) => {
		entered.code = (code as number | null) ?? -1;
	});
	const seen = new Promise<void>((resolve) => {
		for (const stream of [child.stdout!, child.stderr!]) {
			stream.setEncoding('utf8').on('data', (chunk: string) => {
				entered.output += chunk;
				if (until?.test(entered.output)) resolve();
			});
		}
	});
	try {
		if (until) {
			await Promise.race([seen, ended]);
			if (entered.code !== undefined) {
				throw new Error(`It ended with ${entered.code} before ${until} came.\n${entered.output}`);
			}
			try {
				await meanwhile?.(entered.output);
			} finally {
				// If it were killed, what it has started in the background would go on.
				signal(child, 'SIGINT');
				await ended;
			}
		}
		await ended;
		return entered;
	} finally {
		clearTimeout(limit);
		signal(child, 'SIGKILL');
	}
}

/** The environment of a newcomer, without what npm and this repository's scripts add, and without a VIVI key. */
export function newcomersEnvironment(): Record<string, string> {
	const entries = Object.entries(process.env).filter(
		(entry): entry is [string, string] =>
			entry[1] !== undefined &&
			!/^(npm_(?!config_)|VIVI_(?!CACHE_DIR)|NODE_|INIT_CWD)/.test(entry[0]),
	);
	const env = Object.fromEntries(entries);
	const path = (env['PATH'] ?? '')
		.split(delimiter)
		.filter((folder) => !folder.includes('node_modules'));
	return { ...env, PATH: path.join(delimiter) };
}
