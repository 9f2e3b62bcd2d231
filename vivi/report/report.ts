import { catalogue } from '../catalogue';
import { REPORTED, REPORTED_LISTS, reportFields, type Figure } from '../catalogue/report';
import type { Client } from '../client/client';
import type { SettledResult } from '../client/map-concurrently';
import { readId } from '../client/read-list';
import type { JsonObject } from '../http/json';
import { readMoment } from '../input/moment';
import { readActivity, type Activity } from './activity';
import { findWorkspaces, type ReportedWorkspace } from './find-workspaces';
import { mapUntilRefused, givingUp } from './give-up';
import { reportPlan, type AgentNames, type CountedList, type List, type ReportPlan } from './plan';
import { reportTotal } from './report-total';
import { shownName } from './shown-name';
import { tally } from './tally';
import type { Report } from './types';
import { workspaceReport } from './workspace-report';

interface ReportOptions {
	/** ISO 8601. Left out or blank, the report does not look for changes. */
	since?: string | undefined;
	/** The time zone of `since` where it names none, such as `Europe/Zurich`; UTC unless given. */
	timeZone?: string | undefined;
	/** Only these workspaces; with none given, all that the key reaches. */
	workspaceIds?: readonly string[] | undefined;
	/** What is counted; all but threads and messages unless given. */
	counted?: readonly Figure[] | undefined;
	/** How many lists are read at once, at most; as many as VIVI takes unless given. */
	concurrency?: number | undefined;
}

/**
 * Reports on the workspaces of the account, or on the one of a Workspace API key: how many records they
 * hold, and which were created or updated since a moment. Only reads. When a list cannot be read, the report
 * names it with the reason and goes on; when no list can be read, there is no report.
 * @throws ViviInputError for options that cannot be used; ViviError when the key itself is refused
 * (401), the workspaces cannot be listed, or none of the lists can be read
 */
export async function generateReport(client: Client, options: ReportOptions = {}): Promise<Report> {
	const { concurrency = Infinity, counted = REPORTED_LISTS } = options;
	const atOnce = () => Math.min(concurrency, client.atOnce());
	const since = options.since?.trim()
		? readMoment(options.since, reportFields.since, options.timeZone)
		: undefined;
	const withChanges = since !== undefined;
	const plan = reportPlan(counted, since);
	const found = await findWorkspaces(client, options.workspaceIds ?? [], atOnce);
	const tasks = listsToRead(found, plan);
	// With a limit on the lists, the messages within a list of threads are read one thread at a time.
	const threadsAtOnce = options.concurrency === undefined ? atOnce : () => 1;
	const results = (await countLists(client, tasks, plan, { atOnce, threadsAtOnce })).values();
	const workspaces = found.map((workspace) => {
		const lists = workspace.failure ? [] : plan.lists.map(() => results.next().value!);
		const names = tasks.find(({ workspaceId }) => workspaceId === workspace.workspaceId);
		return workspaceReport(workspace, lists, plan, names?.agentNames);
	});
	return {
		since: withChanges ? new Date(since).toISOString() : null,
		figures: plan.figures,
		workspaces,
		total: reportTotal(workspaces, plan.figures, withChanges),
	};
}

interface ListToRead {
	list: List;
	workspaceId: string;
	/** Of the workspace. */
	agentNames: AgentNames;
}

/** All lists of the workspaces that can be read, one workspace after the other. */
function listsToRead(workspaces: readonly ReportedWorkspace[], { lists }: ReportPlan) {
	return workspaces
		.filter(({ failure }) => !failure)
		.flatMap(({ workspaceId }): ListToRead[] => {
			const agentNames: AgentNames = new Map();
			return lists.map((list) => ({ list, workspaceId: workspaceId!, agentNames }));
		});
}

/** @throws the first error when no list can be read */
async function countLists(
	client: Client,
	tasks: readonly ListToRead[],
	plan: ReportPlan,
	{ atOnce, threadsAtOnce }: { atOnce: () => number; threadsAtOnce: () => number },
): Promise<Array<SettledResult<CountedList>>> {
	const unlessGivenUp = givingUp();
	const withMessages = plan.figures.includes('messages');
	const results = await mapUntilRefused(tasks, atOnce, (task) =>
		unlessGivenUp(async () => {
			if (task.list !== 'threads') return await countList(client, task, plan);
			const { since } = plan;
			const ids = { workspaceId: task.workspaceId };
			const options = { ids, since, withMessages, atOnce: threadsAtOnce };
			return ofThreads(await readActivity(client, options));
		}),
	);
	const [first] = results;
	if (first?.ok === false && results.every(({ ok }) => !ok)) throw first.error;
	return results;
}

async function countList(
	client: Client,
	{ list, workspaceId, agentNames }: ListToRead,
	{ lists, since }: ReportPlan,
): Promise<CountedList> {
	const resource = REPORTED[list as Exclude<List, 'threads'>];
	const pages = client.list(resource, resource.operations.getAll, { ids: { workspaceId } });
	const areNamed = list === 'agents' && lists.includes('threads');
	const counted = await tally(areNamed ? namesNoted(pages, agentNames) : pages, resource, since);
	return { ...counted, mayGoOn: pages.end === 'unknown' };
}

async function* namesNoted(
	pages: AsyncIterable<JsonObject[]>,
	names: AgentNames,
): AsyncGenerator<JsonObject[]> {
	const { agent } = catalogue;
	for await (const page of pages) {
		for (const record of page) {
			const id = readId(record, agent);
			if (id !== undefined) names.set(id, shownName(record, agent));
		}
		yield page;
	}
}

/** Threads are counted, but not named as created or updated: there are too many of them. */
function ofThreads(activity: Activity): CountedList {
	const { threads, unknownCount, mayGoOn } = activity;
	const none = { createdCount: 0, updatedCount: 0, created: [], updated: [] };
	return { ...none, count: threads, unknownCount, mayGoOn, activity };
}
