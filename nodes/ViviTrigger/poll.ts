import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import type { ViviEvent } from '../../vivi/changes/event';
import { pollForChanges, type PollResult } from '../../vivi/changes/poll-for-changes';
import { PollCache } from '../../vivi/changes/poll-cache';
import { RecentReports } from '../../vivi/changes/recent-reports';
import { oneAtATime, type Running } from '../../vivi/changes/one-at-a-time';
import { endlessListsEntry, logEntriesOf, type LogEntry } from '../../vivi/changes/log-entries';
import { sampleEvents } from '../../vivi/changes/sample-events';
import type { Watch } from '../../vivi/changes/watch';
import { readWatch, watchFields } from '../../vivi/changes/watch-input';
import { LABELS } from '../Vivi/shared/labels';
import { toNodeError } from '../Vivi/shared/node-errors';
import { clientForPoll } from '../Vivi/shared/transport';

/** Shared by all triggers of the process. */
const cache = new PollCache();
const running: Running = new Map();
const recent = new RecentReports();
/** By trigger, the lists that the log has named because nobody knows where they end. */
const namedEndless = new Map<string, string>();

/** Hosts before 2.39 do not say how long a poll may take; this is what they allow. */
const USUAL_BUDGET_MS = 5 * 60_000;

/** One poll: the events since the last one, or null. */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	try {
		const watch = await watchOf(context);
		if (context.getMode() === 'manual') {
			const client = await clientForPoll(context, USUAL_BUDGET_MS);
			return toItems(await sampleEvents(client, watch));
		}
		const watcher = `${context.getWorkflow().id} ${context.getNode().id}`;
		const started = Date.now();
		const budgetMs = context.getPollBudgetMs?.() ?? USUAL_BUDGET_MS;
		const time = { now: started, until: started + budgetMs };
		// n8n starts a poll even while the one before is still at work; that one reports everything.
		const items = await oneAtATime(running, watcher, time, (isReplaced) =>
			pollOnce(context, { watch, watcher, started, budgetMs, isReplaced }),
		);
		return items ?? null;
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

interface PollToRun {
	watch: Watch;
	/** Names this trigger among all of the process. */
	watcher: string;
	started: number;
	budgetMs: number;
	/** Whether a later poll has taken this one's place. */
	isReplaced: () => boolean;
}

async function pollOnce(context: IPollFunctions, poll: PollToRun) {
	const { watch, watcher, started, budgetMs, isReplaced } = poll;
	const staticData = context.getWorkflowStaticData('node');
	const before = staticData['state'];
	if (recent.isRepeated(watcher, before, started)) return null;
	const result = await pollForChanges({
		client: await clientForPoll(context, budgetMs),
		watch,
		state: before,
		cache,
		watcher,
		now: Date.now,
		// The last request may take a quarter of the time, and its repetition another quarter.
		deadline: started + budgetMs / 2,
	});
	if (isReplaced()) return null;
	staticData['state'] = result.state as unknown as IDataObject;
	const { events, failure, unconfirmed } = result;
	// n8n may discard the state of a poll that fails, and with it the records that this poll misses.
	if (failure !== undefined && events.length === 0 && unconfirmed === 0) throw failure;
	for (const entry of logEntriesOf(result)) log(context, entry);
	logEndless(context, watcher, result);
	if (events.length === 0) return null;
	recent.add(watcher, before, Date.now());
	return toItems(events);
}

function log({ logger }: IPollFunctions, { isWarning, text, details }: LogEntry): void {
	logger[isWarning ? 'warn' : 'debug'](`VIVI Trigger: ${text}`, ...(details ? [details] : []));
}

/** Logs the same lists once, not at every poll. */
function logEndless(context: IPollFunctions, watcher: string, { endless }: PollResult): void {
	const lists = endless.join();
	if (lists === (namedEndless.get(watcher) ?? '')) return;
	namedEndless.set(watcher, lists);
	if (endless.length > 0) log(context, endlessListsEntry(endless));
}

function toItems(events: readonly ViviEvent[]): INodeExecutionData[][] {
	return [events.map((event) => ({ json: { ...event } as IDataObject }))];
}

/** Reads the watch from the node's parameters and the credential. */
async function watchOf(context: IPollFunctions): Promise<Watch> {
	const { events, workspaces, workspaceIds } = watchFields;
	const chosen = [events, workspaces, workspaceIds].map(({ name }) => [
		name,
		context.getNodeParameter(name, ''),
	]);
	const values = {
		...(context.getNodeParameter('options', {}) as IDataObject),
		...Object.fromEntries(chosen),
	};
	return readWatch(values, await context.getCredentials('viviApi'), LABELS);
}
