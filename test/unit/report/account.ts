import type { IssuedKey } from '../../../sandbox/keys';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../sandbox/server';
import { clientForKey } from '../../../scripts/vivi/client-for-key';
import type { Client } from '../../../vivi/client/client';

/** No record but the workspaces. */
const EMPTY = {
	users: 0,
	agents: 0,
	prompts: 0,
	knowledgeBases: 0,
	channels: 0,
	threads: 0,
};

/** A sandbox, and the client of one of its keys. */
export async function openAccount(
	options: SandboxOptions = {},
): Promise<{ sandbox: Sandbox; clientOf: (key: IssuedKey) => Client }> {
	const sandbox = await startSandbox({ ...EMPTY, ...options });
	// The sandbox makes an agent for its API channel where there is none.
	if (!options.agents) for (const made of ['agent', 'channel'] as const) sandbox.data.clear(made);
	return {
		sandbox,
		clientOf: (key) =>
			clientForKey(
				{
					...key,
					workspaceId: key.workspaceId ?? '',
					accountId: sandbox.accountId,
					baseUrl: sandbox.url,
				},
				{ policy: { maxTries: 1, maxTotalMs: 0, baseDelayMs: 0, maxDelayMs: 0 } },
			),
	};
}
