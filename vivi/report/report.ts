import { catalogue } from '../catalogue';
import { REPORTED, REPORTED_LISTS, reportFields, type ReportedList } from '../catalogue/report';
import type { Resource } from '../catalogue/types';
import type { Client } from '../client/client';
import { mayGoOn } from '../client/list-end-text';
import type { ListEnd } from '../client/list-reading';
import { encodeId } from '../address/path';
import { readId } from '../client/read-list';
import { mapConcurrently, type SettledResult } from '../client/map-concurrently';
import { ViviApiError } from '../errors';
import { readMoment } from '../input/moment';
import { shownName } from './shown-name';
import { newest, tally, type Tally } from './tally';
import {
	type ChangeCounts,
	type Counts,
	type ReadFailure,
	type Report,
	type ReportTotal,
	type WorkspaceReport,
} from './types';

export interface ReportOptions {
	/** ISO 8601. Left out or blank, changes are not looked for. */
	since?: string;
	/** Of `since` where it names none, such as `Europe/Zurich`; UTC unless said otherwise. */
	timeZone?: string | undefined;
	/** Only these workspaces; with none given, all that the key reaches. */
	workspaceIds?: readonly string[];
	/** Lists read side by side, at most; as many as VIVI takes unless said otherwise. */
	concurrency?: number | undefined;
}

/**
 * So many lists in a row that VIVI fails for a while, each after all its tries, mean that it is VIVI and
 * none of the lists. With hundreds of workspaces the report would otherwise go on failing for hours.
 */
export const GIVE_UP_AFTER = 20;

/** A workspace that is to be reported on, or why it cannot be. */
interface Place {
	workspaceId: string | null;
	name: string | null;
	failure?: ReadFailure;
}

/**
 * Reports on the workspaces of the account, or on the one of a Workspace API key: how much is in
 * them, and what was created or updated since a moment. Only reads. A list that cannot be read is
 * named in the report with its reason and sinks nothing else; a report without any figure is none.
 * @throws ViviInputError for options that cannot be used; ViviError when the key itself is refused
 * (401), the workspaces cannot be listed, or none of the lists can be read
 */
export async function generateReport(client: Client, options: ReportOptions = {}): Promise<Report> {
	const { concurrency = Infinity } = options;
	const atOnce = () => Math.min(concurrency, client.atOnce());
	const since = options.since?.trim()
		? readMoment(options.since, reportFields.since, options.timeZone)
		: undefined;
	const places = await findPlaces(client, options.workspaceIds ?? [], atOnce);

	const tasks = places
		.filter(({ failure }) => !failure)
		.flatMap(({ workspaceId }) => REPORTED_LISTS.map((list) => ({ workspaceId, list })));
	const whileThereIsHope = untilHopeless();
	const settled = await mapUntilRefused(tasks, atOnce, ({ workspaceId, list }) =>
		whileThereIsHope(() => {
			const resource = REPORTED[list];
			const ids = { workspaceId: workspaceId! };
			return countList(client, resource, ids, since);
		}),
	);
	const [first] = settled;
	if (first?.ok === false && settled.every(({ ok }) => !ok)) throw first.error;

	const results = settled.values();
	const workspaces = places.map((place) => {
		const lists = place.failure ? [] : REPORTED_LISTS.map(() => results.next().value!);
		return workspaceReport(place, lists, since !== undefined);
	});
	return {
		since: since === undefined ? null : new Date(since).toISOString(),
		workspaces,
		total: totalOf(workspaces, since !== undefined),
	};
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

/** The workspaces to report on, in the order given or else in VIVI's. */
async function findPlaces(
	client: Client,
	wanted: readonly string[],
	atOnce: () => number,
): Promise<Place[]> {
	const ids = [...new Set(wanted.map((id) => id.trim()))].filter((id) => id !== '');
	// Refused here, because a failure of the person is none of the workspace.
	for (const id of ids) encodeId(id, 'workspaceId');

	// Whether a workspace key may list workspaces is not documented; its own one is known anyway.
	if (client.workspaceId !== undefined) {
		return await placesByGet(client, ids.length > 0 ? ids : [client.workspaceId], atOnce);
	}
	const { workspace } = catalogue;
	const all: Place[] = [];
	for await (const page of client.list(workspace, workspace.operations.getAll, {
		ids: {},
	})) {
		for (const record of page) {
			const workspaceId = readId(record, workspace) ?? null;
			const name = shownName(record, workspace);
			all.push({ workspaceId, name, ...(workspaceId === null ? { failure: NO_ID } : {}) });
		}
	}
	if (ids.length === 0) return all;
	const byId = new Map(all.map((place) => [place.workspaceId, place]));
	return ids.map(
		(id) => byId.get(id) ?? { workspaceId: id, name: null, failure: NOT_IN_THE_ACCOUNT },
	);
}

/** The name is worth a try, but the report goes without it where its address is not there. */
async function placesByGet(client: Client, ids: string[], atOnce: () => number): Promise<Place[]> {
	const { workspace } = catalogue;
	const settled = await mapUntilRefused(ids, atOnce, (workspaceId) =>
		client.run(workspace, workspace.operations.get, { ids: { workspaceId } }),
	);
	return settled.map((result, index) => ({
		workspaceId: ids[index]!,
		name: result.ok ? shownName(result.value, workspace) : null,
	}));
}

/**
 * As `mapConcurrently`, but what is no failure of one thing ends it all: a key that VIVI no longer
 * accepts, which each further call would only meet again, and errors of our own.
 */
async function mapUntilRefused<Item, Value>(
	items: readonly Item[],
	atOnce: () => number,
	fn: (item: Item) => Promise<Value>,
): Promise<Array<SettledResult<Value>>> {
	let refusal: { error: unknown } | undefined;
	const settled = await mapConcurrently(items, atOnce, async (item) => {
		if (refusal) throw refusal.error;
		try {
			return await fn(item);
		} catch (error) {
			if (!(error instanceof ViviApiError) || error.status === 401) refusal ??= { error };
			throw error;
		}
	});
	if (refusal) throw refusal.error;
	return settled;
}

/** Lets one read after the other be tried, until VIVI has failed too many in a row. */
function untilHopeless() {
	let failedInARow = 0;
	let hopeless: ViviApiError | undefined;
	return async <Value>(read: () => Promise<Value>): Promise<Value> => {
		if (hopeless) throw hopeless;
		try {
			const value = await read();
			failedInARow = 0;
			return value;
		} catch (error) {
			// A refusal is an answer: VIVI is there.
			const isAway = error instanceof ViviApiError && error.transient;
			failedInARow = isAway ? failedInARow + 1 : 0;
			if (isAway && failedInARow === GIVE_UP_AFTER) hopeless = notTried(error);
			throw error;
		}
	};
}

function notTried({ code, message, hint }: ViviApiError): ViviApiError {
	return new ViviApiError({
		code,
		message: `This was not tried, because VIVI had failed ${GIVE_UP_AFTER} times in a row: ${message}`,
		hint,
	});
}

function workspaceReport(
	{ workspaceId, name, failure }: Place,
	settled: Array<SettledResult<Tally>>,
	withChanges: boolean,
): WorkspaceReport {
	const tallies = settled.flatMap((result) => (result.ok ? [result.value] : []));
	const counts = Object.fromEntries(
		REPORTED_LISTS.map((list, index) => {
			const result = settled[index];
			return [list, result?.ok ? result.value.count : null];
		}),
	) as Counts;
	const changes = (key: keyof ChangeCounts) =>
		withChanges ? sum(tallies.map((one) => one[key])) : null;

	return {
		workspaceId,
		name,
		status:
			tallies.length === 0
				? 'unreadable'
				: tallies.length < REPORTED_LISTS.length || tallies.some(({ mayGoOn }) => mayGoOn)
					? 'partial'
					: 'complete',
		...counts,
		createdCount: changes('createdCount'),
		updatedCount: changes('updatedCount'),
		unknownCount: changes('unknownCount'),
		created: newest(tallies.flatMap(({ created }) => created)),
		updated: newest(tallies.flatMap(({ updated }) => updated)),
		failures: failure
			? [failure]
			: settled.flatMap((result, index) => {
					const list = REPORTED_LISTS[index]!;
					if (!result.ok) return [failureOf(list, result.error as ViviApiError)];
					return result.value.mayGoOn ? [unknownEnd(list, result.value)] : [];
				}),
	};
}

function failureOf(list: ReportedList, { code, status, message, hint }: ViviApiError): ReadFailure {
	return { resource: REPORTED[list].name, code, status: status ?? null, reason: message, hint };
}

/** There is a number, but it may be too small. */
function unknownEnd(list: ReportedList, { count }: Tally): ReadFailure {
	const { name, plural } = REPORTED[list];
	return {
		...{ resource: name, code: 'unknown_end', status: null, reason: mayGoOn(plural, count) },
		hint: "Look with API Request whether VIVI's API Reference names a way to get the rest.",
	};
}

/** Of numbers that are known; null when none is, as no sum of nothing is known to be 0. */
function sum(values: ReadonlyArray<number | null>): number | null {
	const known = values.filter((value) => value !== null);
	return known.length === 0 ? null : known.reduce((a, b) => a + b, 0);
}

/** Adds the workspaces up; an account without any holds 0 of everything. */
function totalOf(workspaces: readonly WorkspaceReport[], withChanges: boolean): ReportTotal {
	const add = (key: keyof Counts | keyof ChangeCounts) =>
		workspaces.length === 0 ? 0 : sum(workspaces.map((one) => one[key]));
	const changes = (key: keyof ChangeCounts) => (withChanges ? add(key) : null);
	const having = (status: WorkspaceReport['status']) =>
		workspaces.filter((one) => one.status === status).length;
	return {
		workspaceCount: workspaces.length,
		partialCount: having('partial'),
		unreadableCount: having('unreadable'),
		...(Object.fromEntries(REPORTED_LISTS.map((list) => [list, add(list)])) as Counts),
		createdCount: changes('createdCount'),
		updatedCount: changes('updatedCount'),
		unknownCount: changes('unknownCount'),
	};
}

const NO_ID: ReadFailure = {
	resource: 'workspace',
	code: 'missing_id',
	status: null,
	reason: 'VIVI lists this workspace without an ID.',
	hint: 'Look with API Request at what VIVI answers to the list of workspaces.',
};

const NOT_IN_THE_ACCOUNT: ReadFailure = {
	resource: 'workspace',
	code: 'not_found',
	status: null,
	reason: 'The account has no workspace with this ID.',
	hint: "Choose the workspace from the list, and check 'Account ID'.",
};
