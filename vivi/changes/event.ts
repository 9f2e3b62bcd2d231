import { createHash } from 'node:crypto';

import type { Resource } from '../catalogue/types';
import type { JsonObject, JsonValue } from '../http/json';
import { changedFields } from './changed-fields';
import type { Change } from './compare';
import { revisionOf } from './told';
import type { EventName } from './watchable';

/** Something that happened in VIVI, as a workflow is told it. */
export interface ViviEvent {
	/** The same whenever the same event is told again, after a crash for example. */
	eventId: string;
	event: EventName;
	resource: Resource['name'];
	/** ID of the record. */
	id: string;
	workspaceId?: string;
	/** When it happened (ISO 8601), if the record says so. */
	occurredAt?: string;
	/** Of an update: the fields that changed, as far as that is known. */
	changedFields?: string[];
	/** Of an update: the values these fields had; only while the process still knows them. */
	before?: JsonObject;
	/** Of an update: the values these fields have now. */
	after?: JsonObject;
	/** The record as it is; of a deleted one what is still known, its ID at least. */
	record: JsonObject;
}

/** Where a change was seen. */
export interface Place {
	resource: Resource;
	workspaceId?: string;
	/** See `changedFields`. */
	fields: readonly string[];
	only?: readonly string[];
}

/** Makes an event of a change. What it holds is a copy, free for the workflow to change. */
export function toEvent(change: Change, place: Place): ViviEvent {
	const { resource } = place;
	const { kind, id } = change;
	const workspaceId = resource.name === 'workspace' ? id : place.workspaceId;
	const known = change.kind === 'deleted' ? change.before.record : change.record;
	const occurredAt = occurrence(change);
	return {
		eventId: eventId(change, place),
		event: `${resource.name}.${kind}`,
		resource: resource.name,
		id,
		...(workspaceId !== undefined && { workspaceId }),
		...(occurredAt !== undefined && { occurredAt: new Date(occurredAt).toISOString() }),
		...(change.kind === 'updated' && whatChanged(change, place)),
		record: known ? copy(known) : { id },
	};
}

function whatChanged(change: Change & { kind: 'updated' }, { fields, only }: Place) {
	const names = changedFields(change.before, change.record, fields, only);
	const values = (record: JsonObject): JsonObject =>
		Object.fromEntries(names.map((name) => [name, record[name] ?? null]));
	return {
		changedFields: names,
		...(change.before.record && { before: copy(values(change.before.record)) }),
		after: copy(values(change.record)),
	};
}

/**
 * Made of the record and of what happened to it. A record is created once and deleted once; updates
 * are told apart by their number and by what the record says then.
 */
function eventId(change: Change, { resource, workspaceId = '' }: Place): string {
	const parts = [resource.name, workspaceId, change.id, change.kind];
	if (change.kind === 'updated') {
		parts.push(String(revisionOf(change.before) + 1), change.fingerprint);
	}
	return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
}

/** Oldest first, those without a time last. Stable: ties keep the order they came in. */
export function byTime(one: { change: Change }, other: { change: Change }): number {
	const first = occurrence(one.change) ?? Infinity;
	const second = occurrence(other.change) ?? Infinity;
	return first === second ? 0 : first - second;
}

const TIMES = {
	created: ['createdAt', 'created_at', 'createdOn', 'created'],
	updated: ['updatedAt', 'updated_at', 'modifiedAt', 'modified_at', 'lastModified', 'updated'],
	deleted: [],
} as const;

/** Milliseconds since the epoch. */
function occurrence(change: Change): number | undefined {
	if (change.kind === 'deleted') return undefined;
	for (const name of TIMES[change.kind]) {
		const time = timeOf(Object.hasOwn(change.record, name) ? change.record[name] : undefined);
		if (time !== undefined) return time;
	}
	return undefined;
}

/** Reads a date text, or a number of seconds or milliseconds since the epoch. */
function timeOf(value: JsonValue | undefined): number | undefined {
	const time =
		typeof value === 'number'
			? value * (value < 1e11 ? 1000 : 1)
			: typeof value === 'string'
				? Date.parse(value)
				: NaN;
	return Math.abs(time) <= 8.64e15 ? time : undefined;
}

function copy(record: JsonObject): JsonObject {
	return JSON.parse(JSON.stringify(record)) as JsonObject;
}
