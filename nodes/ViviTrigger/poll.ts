import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import type { ViviEvent } from '../../vivi/changes/event';
import { Polls } from '../../vivi/changes/polls';
import { sampleEvents } from '../../vivi/changes/sample-events';
import type { Watch } from '../../vivi/changes/watch';
import { readWatch, watchFields } from '../../vivi/changes/watch-input';
import { LABELS } from '../Vivi/shared/labels';
import { withNodeErrors } from '../Vivi/shared/node-errors';
import { clientForPoll } from '../Vivi/shared/transport';

const polls = new Polls(() => Date.now());

/** Hosts before 2.39 do not say how long a poll may take; this is what they allow. */
const USUAL_BUDGET_MS = 5 * 60_000;

/** One poll: the events since the last one, or null. */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	return await withNodeErrors(context, async () => {
		const events = await eventsFor(context, await watchOf(context));
		return events && [events.map((event) => ({ json: { ...event } as IDataObject }))];
	});
}

async function eventsFor(context: IPollFunctions, watch: Watch): Promise<ViviEvent[] | null> {
	if (context.getMode() === 'manual') {
		return await sampleEvents(await clientForPoll(context, USUAL_BUDGET_MS), watch);
	}
	const budgetMs = context.getPollBudgetMs?.() ?? USUAL_BUDGET_MS;
	const staticData = () => context.getWorkflowStaticData('node');
	const events = await polls.poll({
		watcher: `${context.getWorkflow().id} ${context.getNode().id}`,
		watch,
		client: async () => await clientForPoll(context, budgetMs),
		budgetMs,
		state: () => staticData()['state'],
		keep: (state) => (staticData()['state'] = state as unknown as IDataObject),
		log({ isWarning, text, details }) {
			const more = details ? [details] : [];
			context.logger[isWarning ? 'warn' : 'debug'](`VIVI Trigger: ${text}`, ...more);
		},
	});
	return events.length > 0 ? events : null;
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
