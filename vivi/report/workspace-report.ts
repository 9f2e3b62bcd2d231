import { FIGURES, type Figure } from '../catalogue/report';
import { mayGoOn } from '../client/paging-errors';
import type { SettledResult } from '../client/map-concurrently';
import type { ViviApiError } from '../errors';
import type { ReportedWorkspace } from './find-workspaces';
import { hasChanges } from './has-changes';
import type { AgentNames, CountedList, List, ReportPlan } from './plan';
import { changeCountsOf, countsOf, sumOfKnown } from './counts';
import { newest } from './tally';
import { UNKNOWN_END, type ReadFailure, type WorkspaceReport } from './types';

type Results = ReadonlyArray<SettledResult<CountedList>>;

/**
 * The report of one workspace.
 * @param results the results of its lists, in the order of the plan; none where the workspace has a
 * failure
 */
export function workspaceReport(
	{ workspaceId, name, failure }: ReportedWorkspace,
	results: Results,
	plan: ReportPlan,
	agentNames: AgentNames | undefined,
): WorkspaceReport {
	const counted = results.flatMap((result) => (result.ok ? [result.value] : []));
	const report: WorkspaceReport = {
		workspaceId,
		name,
		status: statusOf(counted, plan),
		...countsOf(plan.figures, (figure) => countIn(results, figure, plan)),
		hasChanges: null,
		...changeCountsOf((key) =>
			plan.since === undefined ? null : sumOfKnown(counted.map((one) => one[key])),
		),
		created: newest(counted.flatMap(({ created }) => created)),
		updated: newest(counted.flatMap(({ updated }) => updated)),
		...(plan.lists.includes('threads') && activityOf(counted, agentNames)),
		failures: failure ? [failure] : failuresOf(results, plan),
	};
	return { ...report, hasChanges: hasChanges(report) };
}

function statusOf(
	counted: readonly CountedList[],
	{ lists }: ReportPlan,
): WorkspaceReport['status'] {
	if (counted.length === 0) return 'unreadable';
	const isWhole = ({ mayGoOn, activity }: CountedList) => !mayGoOn && !activity?.failure;
	return counted.length === lists.length && counted.every(isWhole) ? 'complete' : 'partial';
}

/** The messages are counted with the threads. */
function countIn(results: Results, figure: Figure, { lists }: ReportPlan): number | null {
	const result = results[lists.indexOf(figure === 'messages' ? 'threads' : figure)];
	if (!result?.ok) return null;
	const { count, activity } = result.value;
	return figure === 'messages' ? (activity?.messages ?? null) : count;
}

function activityOf(
	counted: readonly CountedList[],
	agentNames: AgentNames | undefined,
): Pick<WorkspaceReport, 'activeThreads' | 'activity'> {
	const { activeThreads = null, agents = [] } =
		counted.find(({ activity }) => activity)?.activity ?? {};
	const named = agents.map((one) => ({ ...one, name: agentNames?.get(one.agentId ?? '') ?? null }));
	return { activeThreads, activity: named };
}

function failuresOf(results: Results, { lists }: ReportPlan): ReadFailure[] {
	return results.flatMap((result, index) => {
		const list = lists[index]!;
		if (!result.ok) return [failureOf(list, result.error as ViviApiError)];
		const { activity, mayGoOn, count } = result.value;
		return [
			...(mayGoOn ? [unknownEnd(list, count)] : []),
			...(activity?.failure ? [failureOf(list, activity.failure)] : []),
		];
	});
}

function failureOf(list: List, { code, status, message, hint }: ViviApiError): ReadFailure {
	return { resource: FIGURES[list].name, code, status: status ?? null, reason: message, hint };
}

/** There is a number, but it may be too small. */
function unknownEnd(list: List, count: number): ReadFailure {
	const { name, plural } = FIGURES[list];
	return {
		resource: name,
		code: UNKNOWN_END,
		status: null,
		reason: mayGoOn(plural, count),
		hint: "Look with API Request whether VIVI's API Reference names a way to get the rest.",
	};
}
