import {
	NodeOperationError,
	type IDataObject,
	type INodeExecutionData,
	type IPollFunctions,
} from 'n8n-workflow';

import { KEY_TYPE } from '../../vivi/auth/connection-fields';
import type { ViviEvent } from '../../vivi/changes/event';
import { lookForChanges, type Outcome } from '../../vivi/changes/look-for-changes';
import { Memory } from '../../vivi/changes/memory';
import { oneAtATime, type Running } from '../../vivi/changes/one-at-a-time';
import { endlessRemark, remarksOn, type Remark } from '../../vivi/changes/remarks';
import { sampleEvents } from '../../vivi/changes/sample-events';
import type { Watch } from '../../vivi/changes/watch';
import { readWatch as readInput, watchFields } from '../../vivi/changes/watch-input';
import { readField } from '../../vivi/client/input-values';
import { trimmed } from '../../vivi/text/trimmed';
import { toNodeError } from '../Vivi/shared/node-errors';
import { clientForPoll } from '../Vivi/shared/transport';

/** Shared by all triggers of the process. */
const memory = new Memory();
const running: Running = new Map();
/** By trigger, the lists that the log has named as having no known end. */
const namedEndless = new Map<string, string>();

/** Hosts before 2.39 do not say how long a poll may take; this is what they allow. */
const USUAL_BUDGET_MS = 5 * 60_000;

/** One poll: what has happened since the last one, or null. */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	try {
		const watch = await readWatch(context);
		if (context.getMode() === 'manual') {
			const client = await clientForPoll(context, USUAL_BUDGET_MS);
			return toItems(await sampleEvents(client, watch));
		}
		const watcher = `${context.getWorkflow().id} ${context.getNode().id}`;
		const started = Date.now();
		const budgetMs = context.getPollBudgetMs?.() ?? USUAL_BUDGET_MS;
		const time = { now: started, until: started + budgetMs };
		// n8n starts a poll even while the one before is still at work; that one will tell everything.
		const items = await oneAtATime(running, watcher, time, (isReplaced) =>
			look(context, { watch, watcher, started, budgetMs, isReplaced }),
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

async function look(context: IPollFunctions, poll: PollToRun) {
	const { watch, watcher, started, budgetMs, isReplaced } = poll;
	const staticData = context.getWorkflowStaticData('node');
	const outcome = await lookForChanges({
		client: await clientForPoll(context, budgetMs),
		watch,
		state: staticData['state'],
		memory,
		watcher,
		now: Date.now,
		// The last request may take a quarter of the time, and being repeated another one.
		deadline: started + budgetMs / 2,
	});
	if (isReplaced()) return null;
	staticData['state'] = outcome.state as unknown as IDataObject;
	const { events, failure, doubted } = outcome;
	// n8n may throw away the state of a poll that fails, and so what this one found missing.
	if (failure !== undefined && events.length === 0 && doubted === 0) throw failure;
	for (const remark of remarksOn(outcome)) log(context, remark);
	logEndless(context, watcher, outcome);
	return events.length > 0 ? toItems(events) : null;
}

function log({ logger }: IPollFunctions, { isWarning, text, details }: Remark): void {
	logger[isWarning ? 'warn' : 'debug'](`VIVI Trigger: ${text}`, ...(details ? [details] : []));
}

/** Once for the same lists, not at every poll. */
function logEndless(context: IPollFunctions, watcher: string, { endless }: Outcome): void {
	const lists = endless.join();
	if (lists === (namedEndless.get(watcher) ?? '')) return;
	namedEndless.set(watcher, lists);
	if (endless.length > 0) log(context, endlessRemark(endless));
}

function toItems(events: readonly ViviEvent[]): INodeExecutionData[][] {
	return [events.map((event) => ({ json: { ...event } as IDataObject }))];
}

/** What the node's parameters and the credential ask for. */
async function readWatch(context: IPollFunctions): Promise<Watch> {
	const { events, workspaces, workspaceIds } = watchFields;
	const watch = readInput({
		...(context.getNodeParameter('options', {}) as IDataObject),
		...Object.fromEntries(
			[events, workspaces, workspaceIds].map(({ name }) => [
				name,
				context.getNodeParameter(name, ''),
			]),
		),
	});
	return watch.workspaces === 'all'
		? { ...watch, workspaces: await allWorkspaces(context) }
		: watch;
}

/** With a Workspace API key its own one. */
async function allWorkspaces(context: IPollFunctions): Promise<Watch['workspaces']> {
	const { keyType, workspaceId } = await context.getCredentials('viviApi');
	if (readField(KEY_TYPE, keyType) !== 'workspace') return 'all';
	const own = trimmed(String(workspaceId ?? ''));
	if (own !== '') return [own];
	throw new NodeOperationError(
		context.getNode(),
		"The credential does not say which workspace its key belongs to: 'Workspace ID' is empty.",
		{ description: "Fill in 'Workspace ID' in the credential, or choose 'Selected Workspaces'." },
	);
}
