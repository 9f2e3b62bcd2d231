import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { ZapierRuntime } from '../../../../scripts/zapier/runtime';

/** An error of the app, as Zapier gets it. */
export class LambdaError extends Error {
	constructor(name: string, message: string) {
		super(message);
		this.name = name;
	}
}

export interface Lambda {
	/**
	 * What the app gives for an event.
	 * @throws LambdaError with the name and the text of the app's error
	 */
	invoke<Results>(event: object): Promise<Results>;
	/** All it has printed so far. */
	output(): string;
	stop(): Promise<void>;
}

type Answer = { id: number } & (
	{ results: unknown } | { error: { name: string; message: string } }
);

/**
 * Starts an unpacked app in a process of its own, with the Node.js that Zapier has and nothing of ours.
 * @param env variables besides
 */
export function startLambda(
	{ node }: ZapierRuntime,
	unpacked: string,
	env: Record<string, string> = {},
): Lambda {
	const child = fork(join(__dirname, 'lambda-process.cjs'), {
		execPath: node,
		// Ours may hold a loader for TypeScript.
		execArgv: [],
		cwd: unpacked,
		env: { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'], ...env },
		stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
		serialization: 'json',
	});
	let printed = '';
	for (const stream of [child.stdout!, child.stderr!]) {
		stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
	}
	const waiting = new Map<number, (answer: Answer) => void>();
	child.on('message', (answer: Answer) => waiting.get(answer.id)?.(answer));
	const ended = once(child, 'exit');
	let last = 0;
	return {
		invoke: async <Results>(event: object) => {
			const id = ++last;
			const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
			child.send({ id, event });
			const answer = await Promise.race([
				answered,
				ended.then(() => {
					throw new Error(`The app ended without an answer:\n${printed}`);
				}),
			]);
			waiting.delete(id);
			if ('error' in answer) throw new LambdaError(answer.error.name, answer.error.message);
			return answer.results as Results;
		},
		output: () => printed,
		stop: async () => {
			child.disconnect();
			await ended;
		},
	};
}
