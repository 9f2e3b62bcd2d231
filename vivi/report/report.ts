import { REPORTED, REPORTED_LISTS, reportFields } from '../catalogue/report';
import type { Resource } from '../catalogue/types';
import type { Client } from '../client/client';
import type { ListEnd } from '../client/list-reading';
import type { SettledResult } from '../client/map-concurrently';
import { readMoment } from '../input/moment';
import { findWorkspaces, type ReportedWorkspace } from './find-workspaces';
import { reportTotal } from './report-total';
import { mapUntilRefused, givingUp } from './give-up';
import { tally, type Tally } from './tally';
import type { Report } from './types';
import { workspaceReport } from './workspace-report';

export interface ReportOptions {
	/** ISO 8601. Left out or blank, the report does not look for changes. */
	since?: string;
	/** The time zone of `since` where it names none, such as `Europe/Zurich`; UTC unless given. */
	timeZone?: string | undefined;
	/** Only these workspaces; with none given, all that the key reaches. */
	workspaceIds?: readonly string[];
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
	const { concurrency = Infinity } = options;
	const atOnce = () => Math.min(concurrency, client.atOnce());
	const since = options.since?.trim()
		? readMoment(options.since, reportFields.since, options.timeZone)
		: undefined;
	const withChanges = since !== undefined;
	const found = await findWorkspaces(client, options.workspaceIds ?? [], atOnce);
	const results = (await countLists(client, found, since, atOnce)).values();
	const workspaces = found.map((workspace) => {
		const lists = workspace.failure ? [] : REPORTED_LISTS.map(() => results.next().value!);
		return workspaceReport(workspace, lists, withChanges);
	});
	return {
		since: withChanges ? new Date(since).toISOString() : null,
		workspaces,
		total: reportTotal(workspaces, withChanges),
	};
}

/**
 * Counts all lists of the workspaces that can be read, one workspace after the other.
 * @throws the first error when no list can be read
 */
async function countLists(
	client: Client,
	workspaces: readonly ReportedWorkspace[],
	since: number | undefined,
	atOnce: () => number,
): Promise<Array<SettledResult<Tally>>> {
	const tasks = workspaces
		.filter(({ failure }) => !failure)
		.flatMap(({ workspaceId }) =>
			REPORTED_LISTS.map((list) => ({ workspaceId: workspaceId!, resource: REPORTED[list] })),
		);
	const unlessGivenUp = givingUp();
	const results = await mapUntilRefused(tasks, atOnce, ({ workspaceId, resource }) =>
		unlessGivenUp(() => countList(client, resource, { workspaceId }, since)),
	);
	const [first] = results;
	if (first?.ok === false && results.every(({ ok }) => !ok)) throw first.error;
	return results;
}

async function countList(
	client: Client,
	resource: Resource,
	ids: Record<string, string>,
	since: number | undefined,
): Promise<Tally> {
	let end: ListEnd | undefined;
	const input = { ids, onEnd: (found: ListEnd) => (end = found) };
	const pages = client.list(resource, resource.operations.getAll, input);
	const counted = await tally(pages, resource, since);
	return { ...counted, mayGoOn: end === ('unknown' as ListEnd) };
}
