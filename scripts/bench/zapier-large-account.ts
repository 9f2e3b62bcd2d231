import { run } from '../../test/zapier/support/app';
import type { Figure } from './figure';
import { startSandboxProcess, type SandboxProcess } from './sandbox-process';

const SIZES = [300, 1_000];
const AGENTS = 10;
const LATENCY_MS = 50;
/** What Zapier leaves a step; see zapier/src/http/step-ms.ts. */
const ZAPIER_MS = 25_000;
const SESSION = 'authentication.sessionConfig.perform';
const POLL = 'triggers.new_agent.operation.perform';

/**
 * Zapier's New Agent over accounts with hundreds of workspaces: the app on Zapier's platform core, over
 * HTTP to a local VIVI in a process of its own.
 */
export async function zapierLargeAccountFigures(): Promise<Figure[]> {
	const figures: Figure[] = [];
	const none = { users: 0, prompts: 0, knowledgeBases: 0, channels: 0, threads: 0 };
	for (const workspaces of SIZES) {
		const agents = workspaces * AGENTS;
		const latency = { latencyMs: LATENCY_MS };
		const sandbox = await startSandboxProcess({ ...none, workspaces, agents, ...latency });
		try {
			figures.push({
				name: `Zapier's New Agent over ${workspaces} workspaces`,
				unit: 'ms',
				what: `A poll that reads all agents of all workspaces, ${AGENTS} in each, at ${LATENCY_MS} ms an answer; Zapier waits ${ZAPIER_MS / 1000} s for it.`,
				ours: { who: 'VIVI app', values: [await poll(sandbox, agents)] },
				peers: [],
				target: { atMost: ZAPIER_MS },
			});
		} finally {
			await sandbox.stop();
		}
	}
	return figures;
}

/** Keeps the platform from printing its memory. */
const call = async <Result>(method: string, authData: Record<string, string>) =>
	await run<Result>(method, { authData }, [], { calledFromCli: true });

/** @returns how long it took; one that has not found all agents is no figure */
async function poll({ key }: SandboxProcess, expected: number): Promise<number> {
	const { clientId, clientSecret, audience, tokenUrl, accountId, baseUrl } = key;
	const fields = {
		...{ client_id: clientId, client_secret: clientSecret, audience, token_url: tokenUrl },
		...{ account_id: accountId, base_url: baseUrl },
	};
	const session = await call<typeof fields>(SESSION, fields);
	const authData = { ...fields, ...session };
	const start = performance.now();
	const found = await call<unknown[]>(POLL, authData);
	const ms = performance.now() - start;
	if (found.length !== expected) throw new Error(`Found ${found.length} agents of ${expected}.`);
	return ms;
}
