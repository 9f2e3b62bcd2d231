import { catalogue } from '../catalogue';
import type { Resource } from '../catalogue/types';
import type { Client } from '../client/client';
import { readId } from '../client/read-list';
import { ViviInputError } from '../errors';
import type { JsonObject } from '../http/json';
import type { ViviEvent } from './event';
import { watchedResources, type Watch } from './watch';
import { listOperation, type Kind } from './watchable';

/** Workspaces that are searched for a record to show. */
const MOST_WORKSPACES = 10;

/**
 * Events as a workflow would be told them, made of records that exist: one of each event that is
 * watched, as far as there is a record.
 * @throws ViviInputError `nothing_to_show` when there is no record at all
 */
export async function sampleEvents(client: Client, watch: Watch): Promise<ViviEvent[]> {
	const resources = watchedResources(watch);
	const workspaces =
		watch.workspaces === 'all'
			? (await firstRecords(client, catalogue.workspace, {})).map((record) =>
					String(readId(record, catalogue.workspace) ?? ''),
				)
			: watch.workspaces;
	const events: ViviEvent[] = [];
	for (const { resource, kinds } of resources) {
		const found = await findRecord(client, resource, workspaces);
		if (found) events.push(...kinds.map((kind) => sampleOf(resource, kind, found)));
	}
	if (events.length > 0) return events;
	const what = resources.map(({ resource }) => resource.plural.toLowerCase()).join(' or ');
	throw new ViviInputError({
		code: 'nothing_to_show',
		field: 'events',
		message: `There are no ${what} in VIVI yet that could serve as an example.`,
		hint: 'Create one in VIVI and fetch the test event again. A published workflow works without it.',
	});
}

interface Found {
	record: JsonObject;
	workspaceId?: string;
}

async function findRecord(
	client: Client,
	resource: Resource,
	workspaces: readonly string[],
): Promise<Found | undefined> {
	if (resource.name === 'workspace') {
		const records = await firstRecords(client, resource, {});
		const wanted = records.find((record) => workspaces.includes(readId(record, resource) ?? ''));
		return wanted && { record: wanted };
	}
	for (const workspaceId of workspaces.slice(0, MOST_WORKSPACES)) {
		const [record] = await firstRecords(client, resource, { workspaceId });
		if (record) return { record, workspaceId };
	}
	return undefined;
}

/** The first page of a list. */
async function firstRecords(
	client: Client,
	resource: Resource,
	ids: Record<string, string>,
): Promise<JsonObject[]> {
	for await (const page of client.list(resource, listOperation(resource)!, { ids })) return page;
	return [];
}

function sampleOf(resource: Resource, kind: Kind, { record, workspaceId }: Found): ViviEvent {
	const id = readId(record, resource) ?? '';
	const inWorkspace = resource.name === 'workspace' ? id : workspaceId;
	const title = resource.titleFields.find((name) => Object.hasOwn(record, name));
	return {
		eventId: 'sample',
		event: `${resource.name}.${kind}`,
		resource: resource.name,
		id,
		...(inWorkspace !== undefined && { workspaceId: inWorkspace }),
		...(kind === 'updated' &&
			title !== undefined && { changedFields: [title], after: { [title]: record[title]! } }),
		record,
	};
}
