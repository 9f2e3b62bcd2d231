import { catalogue } from '../catalogue';
import type { Resource } from '../catalogue/types';
import type { Client } from '../client/client';
import { recordMoments } from '../client/record-moments';
import { isOutOfReach } from '../client/out-of-reach';
import { readId } from '../client/read-list';
import { mapConcurrently, type SettledResult } from '../client/map-concurrently';
import { type ViviApiError, ViviError } from '../errors';
import type { JsonObject } from '../http/json';

/** A record, and the workspace in which it was found. */
export interface FoundRecord {
	id: string;
	/** Absent for a workspace itself. */
	workspaceId?: string;
	record: JsonObject;
}

/** A workspace that could not be read, while others could. */
export interface SkippedWorkspace {
	workspaceId: string;
	reason: ViviApiError;
}

/** IDs of workspaces, or all that the key reaches. */
export type Workspaces = 'all' | readonly string[];

/** How many workspaces are searched for an example. */
export const MOST_FOR_EXAMPLES = 100;

/** How many records of a list are read for an example: the newest may stand at the end of the list. */
export const MOST_EXAMPLES = 1000;

/**
 * All records of a resource, in the order of the lists. A workspace that is gone or closed to the key is
 * skipped if another one can be read.
 * @throws ViviError `too_many_workspaces` when there was no time for all of them; another one when a list
 * could not be read: the records would look as if they were gone
 */
export async function readRecords(
	client: Client,
	resource: Resource,
	workspaces: Workspaces,
): Promise<{ found: FoundRecord[]; skipped: SkippedWorkspace[] }> {
	if (isAccountWide(resource)) {
		return { found: await readAll(client, resource, undefined), skipped: [] };
	}
	const ids = await idsOf(client, workspaces);
	const settled = await mapConcurrently(ids, client.atOnce, (id) => readAll(client, resource, id));
	throwIfTooMany(resource, settled);
	return { found: foundIn(settled), skipped: skippedOf(ids, settled) };
}

/**
 * Some records of a resource as examples: of the first workspaces that have any, up to {@link MOST_EXAMPLES}
 * of each list. At most the first {@link MOST_FOR_EXAMPLES} workspaces are searched. VIVI documents no order
 * of its lists, so the first page may hold only the oldest records.
 * @throws ViviError when there is no record, and no workspace can be read
 */
export async function readExamples(
	client: Client,
	resource: Resource,
	workspaces: Workspaces,
): Promise<FoundRecord[]> {
	if (isAccountWide(resource)) return await readSome(client, resource, undefined);
	const ids = (await idsOf(client, workspaces, MOST_FOR_EXAMPLES)).slice(0, MOST_FOR_EXAMPLES);
	const tried: Array<SettledResult<FoundRecord[]>> = [];
	while (tried.length < ids.length) {
		const some = ids.slice(tried.length, tried.length + client.atOnce());
		const settled = await mapConcurrently(some, some.length, (id) =>
			readSome(client, resource, id),
		);
		tried.push(...settled);
		const found = settled.flatMap((outcome) => (outcome.ok ? outcome.value : []));
		if (found.length > 0) return found;
	}
	return foundIn(tried);
}

/**
 * Sorts the newest first. A record without the wanted time is sorted by its other time, and records without
 * any time come last. Where the times are equal, the IDs decide, because many IDs count up (numbers, ULIDs,
 * UUIDs of version 7): a longer ID is later, and so is one that sorts after another of the same length.
 */
export function newestFirst(
	found: readonly FoundRecord[],
	kind: 'created' | 'updated',
): FoundRecord[] {
	const moment = ({ record }: FoundRecord) => {
		const { created, updated } = recordMoments(record);
		return (kind === 'created' ? (created ?? updated) : (updated ?? created)) ?? -Infinity;
	};
	return found
		.map((one) => ({ one, at: moment(one) }))
		.sort((a, b) => (a.at === b.at ? laterId(b.one, a.one) : b.at - a.at))
		.map(({ one }) => one);
}

function laterId({ id: a }: FoundRecord, { id: b }: FoundRecord): number {
	if (a.length !== b.length) return a.length - b.length;
	return a === b ? 0 : a > b ? 1 : -1;
}

/**
 * When some lists were read and several others ran out of time, there are too many lists, also for the next
 * poll.
 */
function throwIfTooMany(
	{ plural }: Resource,
	settled: ReadonlyArray<SettledResult<FoundRecord[]>>,
): void {
	const read = settled.filter(({ ok }) => ok).length;
	const late = settled.filter((one) => !one.ok && isLate(one.error)).length;
	if (read === 0 || late < 2) return;
	throw new ViviError({
		code: 'too_many_workspaces',
		message: `There was time to read the ${plural.toLowerCase()} of ${read} of ${settled.length} workspaces only.`,
		hint: 'Choose a workspace. For several of them, make a trigger for each.',
	});
}

function isLate(error: unknown): boolean {
	return error instanceof ViviError && error.code === 'network_timeout';
}

/** The records that were read. A failure that does not concern its workspace only is thrown. */
function foundIn(settled: ReadonlyArray<SettledResult<FoundRecord[]>>): FoundRecord[] {
	const failed = settled.flatMap((outcome) => (outcome.ok ? [] : [outcome.error]));
	const worst = failed.find((error) => !isOutOfReach(error));
	if (worst !== undefined) throw worst;
	if (failed.length > 0 && failed.length === settled.length) throw failed[0];
	return settled.flatMap((outcome) => (outcome.ok ? outcome.value : []));
}

function skippedOf(
	ids: readonly string[],
	settled: ReadonlyArray<SettledResult<unknown>>,
): SkippedWorkspace[] {
	return settled.flatMap((outcome, at) =>
		outcome.ok ? [] : [{ workspaceId: ids[at]!, reason: outcome.error as ViviApiError }],
	);
}

/** @param most at most so many of all workspaces */
async function idsOf(
	client: Client,
	workspaces: Workspaces,
	most?: number,
): Promise<readonly string[]> {
	if (workspaces !== 'all') return workspaces;
	if (client.workspaceId !== undefined) return [client.workspaceId];
	return (await readAll(client, catalogue.workspace, undefined, most)).map(({ id }) => id);
}

async function readAll(
	client: Client,
	resource: Resource,
	workspaceId: string | undefined,
	limit?: number,
): Promise<FoundRecord[]> {
	const found: FoundRecord[] = [];
	for await (const page of pages(client, resource, workspaceId, limit)) found.push(...page);
	return found;
}

/** As many as an example needs. When a page after the first cannot be read, the pages before it are enough. */
async function readSome(
	client: Client,
	resource: Resource,
	workspaceId: string | undefined,
): Promise<FoundRecord[]> {
	const found: FoundRecord[] = [];
	try {
		for await (const page of pages(client, resource, workspaceId, MOST_EXAMPLES)) {
			found.push(...page);
		}
	} catch (error) {
		if (found.length === 0) throw error;
	}
	return found;
}

async function* pages(
	client: Client,
	resource: Resource,
	workspaceId: string | undefined,
	limit?: number,
): AsyncGenerator<FoundRecord[]> {
	const ids = workspaceId === undefined ? {} : { workspaceId };
	const list = { ids, ...(limit !== undefined && { limit }) };
	for await (const page of client.list(resource, resource.operations.getAll, list)) {
		yield page.map((record) => ({ id: idOf(record, resource), ...ids, record }));
	}
}

function isAccountWide({ name }: Resource): boolean {
	return name === catalogue.workspace.name;
}

function idOf(record: JsonObject, resource: Resource): string {
	const id = readId(record, resource);
	if (id !== undefined) return id;
	throw new ViviError({
		code: 'no_id',
		message: `VIVI lists ${resource.plural.toLowerCase()} without an ID, so new ones cannot be told from old ones.`,
		hint: "Read the list with 'API Request' on a schedule instead.",
	});
}
