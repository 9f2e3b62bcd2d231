import type { Sandbox } from '../../../../sandbox/server';
import type { ViviEvent } from '../../../../vivi/changes/event';
import type { TestN8n } from './test-n8n';

/** n8n refuses one schedule that polls more than once a minute, but not six that take turns. */
const POLL_TIMES = [3, 13, 23, 33, 43, 53].map((second) => ({
	mode: 'custom',
	cronExpression: `${second} * * * * *`,
}));
/** Generous: a busy machine may miss several turns. */
const NEXT_POLL_MS = 75_000;
/** With nothing asked for so long a look has ended, and n8n has saved what it left behind. */
const QUIET_MS = 1500;
const TRIGGER = 'When VIVI changes';

const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

/** A workflow in a real n8n that a VIVI Trigger starts, and what has come of it. */
export class WatchingWorkflow {
	/** Executions that were looked at already. */
	private readonly known = new Set<string>();

	private constructor(
		private readonly n8n: TestN8n,
		readonly workflow: { id: string; versionId: string },
		/** As a node of another workflow names it. */
		readonly credential: { id: string; name: string },
	) {}

	/** Saves it, with this credential and these events in all workspaces; it is not active yet. */
	static async save(
		n8n: TestN8n,
		credential: object,
		events: readonly string[],
		name = 'VIVI',
		options: object = {},
	): Promise<WatchingWorkflow> {
		const { id } = await n8n.rest.saveCredential(name, 'viviApi', credential);
		const workflow = await n8n.rest.saveWorkflow({
			name: `Watch ${name}`,
			nodes: [
				{
					id: 'trigger',
					name: TRIGGER,
					type: 'n8n-nodes-vivi.viviTrigger',
					typeVersion: 1,
					position: [0, 0],
					parameters: {
						pollTimes: { item: POLL_TIMES },
						events,
						workspaces: 'all',
						options,
					},
					credentials: { viviApi: { id, name } },
				},
				{
					id: 'end',
					name: 'End',
					type: 'n8n-nodes-base.noOp',
					typeVersion: 1,
					position: [200, 0],
					parameters: {},
				},
			],
			connections: { [TRIGGER]: { main: [[{ node: 'End', type: 'main', index: 0 }]] } },
		});
		return new WatchingWorkflow(n8n, workflow, { id, name });
	}

	/** Gives its credential other values, as somebody does who edits it in n8n. */
	async editCredential(credential: object): Promise<void> {
		await this.n8n.rest.saveCredential(this.credential.name, 'viviApi', credential);
	}

	/** Executions that have come since the last call, once there are so many and they have ended. */
	async newExecutions(wanted: number, withinMs = NEXT_POLL_MS) {
		for (const end = Date.now() + withinMs; ;) {
			const results = await this.n8n.rest.executionsOf(this.workflow);
			const fresh = results.filter(({ id }) => !this.known.has(id));
			const ended = fresh.filter(({ status }) => ['success', 'error'].includes(status));
			if ((wanted > 0 && ended.length >= wanted) || Date.now() > end) {
				for (const { id } of fresh) this.known.add(id);
				return await Promise.all(fresh.map(({ id }) => this.n8n.rest.execution(id)));
			}
			await pause(500);
		}
	}

	/** What these executions were told; each has to have succeeded. */
	async toldEvents(wanted: number, withinMs?: number): Promise<ViviEvent[][]> {
		const executions = await this.newExecutions(wanted, withinMs);
		return executions.map(({ status, resultData }) => {
			expect(status).toBe('success');
			const items = resultData.runData['End']?.[0]?.data?.main[0] ?? [];
			return items.map(({ json }) => json as ViviEvent);
		});
	}
}

/** What a credential takes to reach a local VIVI. */
export function credentialFor(sandbox: Sandbox, key = sandbox.keys.account): object {
	return {
		...key,
		accountId: sandbox.accountId,
		baseUrl: sandbox.url,
		accessToken: '',
		expiresAt: '',
	};
}

/** Until a poll has asked the local VIVI for what it watches, and n8n has saved what that left behind. */
export async function nextLook(sandbox: Sandbox, path = '/agents', times = 1): Promise<void> {
	const asked = () => sandbox.stats().lastCalls.filter((call) => call.path.endsWith(path)).length;
	sandbox.resetStats();
	for (const end = Date.now() + NEXT_POLL_MS; Date.now() < end; await pause(250)) {
		if (asked() >= times) break;
	}
	expect(asked()).toBeGreaterThan(0);
	await quiet(sandbox);
}

/** Until no look is under way. */
export async function quiet(sandbox: Sandbox): Promise<void> {
	let before: number;
	do {
		before = sandbox.stats().apiCalls;
		await pause(QUIET_MS);
	} while (sandbox.stats().apiCalls > before);
}
