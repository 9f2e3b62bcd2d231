import { createHash } from 'node:crypto';

import type { Resource } from '../catalogue/types';
import { recordMoments } from '../client/record-moments';
import type { JsonObject } from '../http/json';
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
 * Made of the record and of what happened to it, so far as that is the same whenever it is told. A user
 * who was removed may be invited again under the same ID, so the time of creation and what was known of
 * a deleted record are part of it; updates are told apart by their number and by what the record says
 * then.
 */
function eventId(change: Change, { resource, workspaceId = '' }: Place): string {
	const parts = [resource.name, workspaceId, change.id, change.kind];
	if (change.kind === 'created') parts.push(String(occurrence(change) ?? ''));
	if (change.kind === 'updated') {
		parts.push(String(revisionOf(change.before) + 1), change.fingerprint);
	}
	if (change.kind === 'deleted') parts.push(change.before.payload);
	return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
}

/** Oldest first, those without a time last. Stable: ties keep the order they came in. */
export function oldestFirst<T extends { change: Change }>(candidates: readonly T[]): T[] {
	// Reading a time takes longer than comparing two.
	return candidates
		.map((candidate) => ({ candidate, time: occurrence(candidate.change) ?? Infinity }))
		.sort((one, other) => (one.time === other.time ? 0 : one.time - other.time))
		.map(({ candidate }) => candidate);
}

/** Milliseconds since the epoch. */
function occurrence(change: Change): number | undefined {
	return change.kind === 'deleted' ? undefined : recordMoments(change.record)[change.kind];
}

function copy(record: JsonObject): JsonObject {
	return JSON.parse(JSON.stringify(record)) as JsonObject;
}
