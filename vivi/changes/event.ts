import { createHash } from 'node:crypto';

import { recordMoments } from '../client/record-moments';
import type { JsonObject } from '../http/json';
import { changedFields } from './changed-fields';
import type { Change } from './comparison';
import { revisionOf } from './known-records';
import { placeOf, type ListToRead } from './read-whole-list';
import type { EventName, Watchable } from './watchable';

/** Something that happened in VIVI, as it is reported to a workflow. */
export interface ViviEvent {
	/** Stays the same when an event is reported again, after a crash for example. */
	eventId: string;
	event: EventName;
	resource: Watchable['name'];
	/** ID of the record. */
	id: string;
	workspaceId?: string;
	/** Of a file: the knowledge base that it is in. */
	knowledgeBaseId?: string;
	/** Of a message: the thread that it is in. */
	threadId?: string;
	/** When it happened (ISO 8601), if the record says so. */
	occurredAt?: string;
	/** Of an update: the fields that changed, as far as that is known. */
	changedFields?: string[];
	/** Of an update: the former values of these fields; only while the process still knows them. */
	before?: JsonObject;
	/** Of an update: the values these fields have now. */
	after?: JsonObject;
	/** The record as it is; of a deleted one what is still known, at least its ID. */
	record: JsonObject;
}

/** The list in which a change was seen. */
export interface EventContext extends Pick<ListToRead, 'resource' | 'workspaceId' | 'holderId'> {
	/** See `changedFields`. */
	fields: readonly string[];
	only?: readonly string[];
}

/** Makes an event of a change. The event holds copies, so that the workflow may change them. */
export function toEvent(change: Change, context: EventContext): ViviEvent {
	const { resource } = context;
	const { kind, id } = change;
	const known = change.kind === 'deleted' ? change.before.record : change.record;
	const occurredAt = occurrence(change);
	return {
		eventId: eventId(change, context),
		event: `${resource.name}.${kind}`,
		resource: resource.name,
		id,
		...(resource.name === 'workspace' ? { workspaceId: id } : placeOf(context)),
		...(occurredAt !== undefined && { occurredAt: new Date(occurredAt).toISOString() }),
		...(change.kind === 'updated' && whatChanged(change, context)),
		record: known ? copy(known) : { id },
	};
}

function whatChanged(change: Change & { kind: 'updated' }, { fields, only }: EventContext) {
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
 * The ID holds only facts that stay the same when the event is reported again. A user who was removed may
 * be invited again under the same ID, so the ID holds the time of creation, or what was known of a deleted
 * record. The ID of an update holds the number of the update and the fingerprint of the record.
 */
function eventId(change: Change, context: EventContext): string {
	const { resource, workspaceId = '', holderId } = context;
	const parts = [resource.name, workspaceId, change.id, change.kind];
	if (holderId !== undefined) parts.push(holderId);
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
