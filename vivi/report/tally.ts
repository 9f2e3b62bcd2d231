import { MAX_NAMED } from '../catalogue/report';
import type { Resource } from '../catalogue/types';
import { readId } from '../client/read-list';
import type { JsonObject } from '../http/json';
import { recordMoments } from '../client/record-moments';
import { shownName } from './shown-name';
import type { ChangedRecord } from './types';

/** The counts of one list of one workspace. */
export interface Tally {
	count: number;
	/** VIVI does not say whether the list goes on after these records. */
	mayGoOn?: boolean;
	createdCount: number;
	updatedCount: number;
	unknownCount: number;
	/** The newest {@link MAX_NAMED}, newest first. */
	created: ChangedRecord[];
	updated: ChangedRecord[];
}

/** Counts the records of a list, and their changes since a moment in milliseconds. */
export async function tally(
	pages: AsyncIterable<JsonObject[]>,
	resource: Resource,
	since: number | undefined,
): Promise<Tally> {
	const sums = { count: 0, createdCount: 0, updatedCount: 0, unknownCount: 0 };
	let created: ChangedRecord[] = [];
	let updated: ChangedRecord[] = [];
	for await (const records of pages) {
		sums.count += records.length;
		if (since === undefined) continue;
		const changes = records.map((record) => changeOf(record, since));
		sums.createdCount += changes.filter(({ kind }) => kind === 'created').length;
		sums.updatedCount += changes.filter(({ kind }) => kind === 'updated').length;
		sums.unknownCount += changes.filter(({ kind }) => kind === 'unknown').length;
		// Cut after each page, so that a long list is never in memory as a whole.
		const named = (wanted: Change['kind']) =>
			changes.flatMap(({ kind, at }, index) =>
				kind === wanted ? [describe(records[index]!, resource, at)] : [],
			);
		created = newest([...created, ...named('created')]);
		updated = newest([...updated, ...named('updated')]);
	}
	return { ...sums, created, updated };
}

/** The newest records, newest first. */
export function newest(records: ChangedRecord[]): ChangedRecord[] {
	// ISO 8601 in UTC sorts as text.
	return records.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).slice(0, MAX_NAMED);
}

interface Change {
	kind: 'created' | 'updated' | 'unchanged' | 'unknown';
	/** Milliseconds since the epoch; only meaningful for the first two kinds. */
	at: number;
}

/** Only the record itself counts: without the deciding time its change is unknown. */
function changeOf(record: JsonObject, since: number): Change {
	const { created, updated } = recordMoments(record);
	if (created !== undefined && created >= since) return { kind: 'created', at: created };
	if (updated === undefined) return { kind: 'unknown', at: 0 };
	return { kind: updated >= since ? 'updated' : 'unchanged', at: updated };
}

function describe(record: JsonObject, resource: Resource, at: number): ChangedRecord {
	return {
		resource: resource.name,
		id: readId(record, resource) ?? null,
		name: shownName(record, resource),
		at: new Date(at).toISOString(),
	};
}
