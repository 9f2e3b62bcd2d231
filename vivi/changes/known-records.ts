import type { JsonObject } from '../http/json';
import type { Kind } from './watchable';

/** What the workflow knows of a record: the version that was last reported, or the one of the first poll. */
export interface KnownRecord {
	/** See {@link knownRecord}. */
	payload: string;
	/** The record itself, as long as the process lives. */
	record?: JsonObject;
	/** How many polls in a row missed the record, while it is unconfirmed; see `findMissing`. */
	missedPolls?: number;
}

/** The known records of a list, by their ID. */
export type KnownRecords = Map<string, KnownRecord>;

/** Which changes were reported when the records became known. */
export interface ReportScope {
	/** The reported kinds of events. */
	kinds: readonly Kind[];
	/** Names the fields that count, empty for all. */
	only: string;
}

/**
 * Bytes of the stored text that a record may take, its separators included. Together with the stored
 * facts about the list, that is at most 64 bytes for a record.
 */
const BYTES_PER_RECORD = 60;
const FINGERPRINT = 8;
const REVISION = 2;
/** Then it starts again from 0. */
const REVISIONS = 36 ** REVISION;
const RECORD = /^([\w-]{8}[\da-z]{2}[\w-]*)(?:!([1-9]))?$/;

/**
 * Makes a known record of a record as it is now.
 * @param parts `revision` counts the reported updates of the record; `fieldHashes` are cut off where there
 * is no room for them
 */
export function knownRecord(
	id: string,
	record: JsonObject,
	parts: { fingerprint: string; revision: number; fieldHashes: string },
): KnownRecord {
	const revision = (parts.revision % REVISIONS).toString(36).padStart(REVISION, '0');
	const room = BYTES_PER_RECORD - escapeId(id).length - 2 - FINGERPRINT - REVISION;
	const fieldHashes = parts.fieldHashes.slice(0, Math.max(0, room));
	return { payload: parts.fingerprint + revision + fieldHashes, record };
}

/** Whether the known version has this fingerprint. */
export function hasFingerprint({ payload }: KnownRecord, fingerprint: string): boolean {
	return payload.startsWith(fingerprint);
}

/** How many updates of the record were reported. */
export function revisionOf({ payload }: KnownRecord): number {
	return parseInt(payload.slice(FINGERPRINT, FINGERPRINT + REVISION), 36);
}

/** The short hashes of the record's fields, as far as there was room. */
export function fieldHashesOf({ payload }: KnownRecord): string {
	return payload.slice(FINGERPRINT + REVISION);
}

/**
 * Writes the known records as text for n8n's static data: at most 60 bytes for a record whose ID has at
 * most 48 characters, and two more bytes while the record is missing and unconfirmed.
 * `<count>;<kinds>;<only>;<id>~<fingerprint><revision><fieldHashes>[!<missedPolls>],…`
 */
export function encodeKnownRecords(known: KnownRecords, { kinds, only }: ReportScope): string {
	const entries: string[] = [];
	for (const [id, { payload, missedPolls }] of known) {
		entries.push(`${escapeId(id)}~${payload}${missedPolls ? `!${missedPolls}` : ''}`);
	}
	return `${known.size};${kinds.join(' ')};${only};${entries.join(',')}`;
}

/** Reads {@link encodeKnownRecords}'s text; undefined when the text is damaged or is something else. */
export function decodeKnownRecords(
	text: unknown,
): { known: KnownRecords; scope: ReportScope } | undefined {
	const [, count, kinds, only, entries] =
		(typeof text === 'string' && /^(\d+);([a-z ]*);([\w-]*);(.*)$/s.exec(text)) || [];
	if (entries === undefined) return undefined;
	const known: KnownRecords = new Map();
	for (const entry of entries === '' ? [] : entries.split(',')) {
		const at = entry.lastIndexOf('~');
		const [, payload, missedPolls] = RECORD.exec(entry.slice(at + 1)) ?? [];
		if (at < 1 || payload === undefined) return undefined;
		known.set(unescapeId(entry.slice(0, at)), {
			payload,
			...(missedPolls && { missedPolls: Number(missedPolls) }),
		});
	}
	if (known.size !== Number(count)) return undefined;
	return { known, scope: { kinds: kinds!.split(' ').filter(Boolean) as Kind[], only: only! } };
}

/** Other characters of an ID would clash with the separators, or take more than one byte. */
const SPECIAL = /[^\w.:@|+~/=-]/g;

function escapeId(id: string): string {
	return id.replace(SPECIAL, (unit) => `%${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function unescapeId(text: string): string {
	if (!text.includes('%')) return text;
	return text.replace(/%([\da-f]{4})/g, (_, code: string) =>
		String.fromCharCode(parseInt(code, 16)),
	);
}
