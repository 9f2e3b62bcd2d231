import { setTimeout as pause } from 'node:timers/promises';

import type { Sandbox } from '../../../../sandbox/server';
import type { ViviEvent } from '../../../../vivi/changes/event';
import { chain, end } from './chain';
import type { TestN8n } from './test-n8n';

/** n8n refuses one schedule that polls more than once a minute, but not six that take turns. */
export const POLL_TIMES = [3, 13, 23, 33, 43, 53].map((second) => ({
	mode: 'custom',
	cronExpression: `${second} * * * * *`,
}));
/** Generous: a busy machine may miss several turns. */
const NEXT_POLL_MS = 75_000;
/** After so long without a request the poll has ended, and n8n has saved the state of the trigger. */
const QUIET_MS = 1500;
const TRIGGER = 'When VIVI changes';

/** A workflow in a real n8n that a VIVI Trigger starts, and its executions. */
export class WatchingWorkflow {
	/** The IDs of the executions that an earlier call gave. */
	private readonly known = new Set<string>();

	private constructor(
		private readonly n8n: TestN8n,
		readonly workflow: { id: string; versionId: string },
	) {}

	/** Saves it, with this credential and these events in all workspaces; it is not active yet. */
	static async save(
		n8n: TestN8n,
		credential: object,
		events: readonly string[],
		options: object = {},
	): Promise<WatchingWorkflow> {
		const name = 'VIVI';
		const { id } = await n8n.rest.saveCredential(name, 'viviApi', credential);
		const trigger = {
			...{ name: TRIGGER, type: 'n8n-nodes-vivi.viviTrigger', typeVersion: 1 },
			parameters: { pollTimes: { item: POLL_TIMES }, events, workspaces: 'all', options },
			credentials: { viviApi: { id, name } },
		};
		const workflow = await n8n.rest.saveWorkflow(chain('Watch', [trigger, end]));
		return new WatchingWorkflow(n8n, workflow);
	}

	/** The executions since the last call, once at least so many have ended. */
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

	/** The events of each new execution; each execution must have succeeded. */
	async toldEvents(wanted: number, withinMs?: number): Promise<ViviEvent[][]> {
		const executions = await this.newExecutions(wanted, withinMs);
		return executions.map(({ status, resultData }) => {
			expect(status).toBe('success');
			const items = resultData.runData['End']?.[0]?.data?.main[0] ?? [];
			return items.map(({ json }) => json as ViviEvent);
		});
	}
}

/** Waits until a poll has read the lists at that path, and n8n has saved the state of the trigger. */
export async function nextLook(sandbox: Sandbox, path = '/agents', times = 1): Promise<void> {
	const asked = () => sandbox.stats().lastCalls.filter((call) => call.path.endsWith(path)).length;
	sandbox.resetStats();
	for (const end = Date.now() + NEXT_POLL_MS; Date.now() < end; await pause(250)) {
		if (asked() >= times) break;
	}
	expect(asked()).toBeGreaterThan(0);
	await quiet(sandbox);
}

/** Waits until no poll is under way. */
export async function quiet(sandbox: Sandbox): Promise<void> {
	let before: number;
	do {
		before = sandbox.stats().apiCalls;
		await pause(QUIET_MS);
	} while (sandbox.stats().apiCalls > before);
}
