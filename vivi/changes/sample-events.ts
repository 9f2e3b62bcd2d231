import type { Client } from '../client/client';
import { ViviInputError } from '../errors';
import { MOST_FOR_EXAMPLES, newestFirst, readExamples, type FoundRecord } from './account-records';
import type { ViviEvent } from './event';
import { watchedResources, type Watch } from './watch';
import { placeOf } from './read-whole-list';
import type { Kind, Watchable } from './watchable';

/**
 * Makes example events of existing records: one of each watched event for which there is a record.
 * @throws ViviInputError `nothing_to_show` when there is no record at all
 */
export async function sampleEvents(client: Client, watch: Watch): Promise<ViviEvent[]> {
	const resources = watchedResources(watch);
	const events: ViviEvent[] = [];
	for (const { resource, kinds } of resources) {
		const found = await findRecord(client, resource, watch);
		if (found) events.push(...kinds.map((kind) => sampleOf(resource, kind, found)));
	}
	if (events.length > 0) return events;
	const what = resources.map(({ resource }) => resource.plural.toLowerCase()).join(' or ');
	throw new ViviInputError({
		code: 'nothing_to_show',
		field: 'events',
		message: `There are no ${what} in VIVI yet that could serve as an example. At most ${MOST_FOR_EXAMPLES} workspaces are looked through.`,
		hint: 'Create one in VIVI and fetch the test event again. A published workflow works without it.',
	});
}

async function findRecord(
	client: Client,
	resource: Watchable,
	watch: Watch,
): Promise<FoundRecord | undefined> {
	const { workspaces } = watch;
	const found = newestFirst(await readExamples(client, resource, watch), 'created');
	const isAny = resource.name !== 'workspace' || workspaces === 'all';
	return isAny ? found[0] : found.find(({ id }) => workspaces.includes(id));
}

function sampleOf(resource: Watchable, kind: Kind, found: FoundRecord): ViviEvent {
	const { id, record } = found;
	const title = resource.titleFields.find((name) => Object.hasOwn(record, name));
	return {
		eventId: 'sample',
		event: `${resource.name}.${kind}`,
		resource: resource.name,
		id,
		...(resource.name === 'workspace' ? { workspaceId: id } : placeOf({ resource, ...found })),
		...(kind === 'updated' &&
			title !== undefined && { changedFields: [title], after: { [title]: record[title]! } }),
		record,
	};
}
