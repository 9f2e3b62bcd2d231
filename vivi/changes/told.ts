import type { JsonObject } from '../http/json';
import type { Kind } from './watchable';

/** What a workflow was last told about a record. */
export interface Entry {
	/** See {@link entryOf}. */
	payload: string;
	/** The record itself, as long as the process lives. */
	record?: JsonObject;
	/** In how many looks in a row the record was missing, while that is doubted; see `missingFrom`. */
	missed?: number;
}

/** What a workflow was last told about the records of a list, by their ID. */
export type Told = Map<string, Entry>;

/** Under which conditions that was. */
export interface ToldUnder {
	/** Which kinds of events were told. */
	kinds: readonly Kind[];
	/** Names the fields that count, empty for all. */
	only: string;
}

/**
 * Bytes of the stored text that a record may take, its separators included. With what is stored for
 * the list besides, it makes no more than 64 for a record.
 */
const BYTES_PER_RECORD = 60;
const FINGERPRINT = 8;
const REVISION = 2;
/** Then it starts again from 0. */
const REVISIONS = 36 ** REVISION;
const ENTRY = /^([\w-]{8}[\da-z]{2}[\w-]*)(?:!([1-9]))?$/;

/**
 * An entry for a record as it is now.
 * @param revision how many updates of it have been told
 * @param digits short hashes of its fields, cut off where there is no room for them
 */
export function entryOf(
	id: string,
	record: JsonObject,
	parts: { fingerprint: string; revision: number; digits: string },
): Entry {
	const revision = (parts.revision % REVISIONS).toString(36).padStart(REVISION, '0');
	const room = BYTES_PER_RECORD - escapeId(id).length - 2 - FINGERPRINT - REVISION;
	const digits = parts.digits.slice(0, Math.max(0, room));
	return { payload: parts.fingerprint + revision + digits, record };
}

/** Whether the record still says what the workflow was told. */
export function hasFingerprint({ payload }: Entry, fingerprint: string): boolean {
	return payload.startsWith(fingerprint);
}

/** How many updates of the record have been told. */
export function revisionOf({ payload }: Entry): number {
	return parseInt(payload.slice(FINGERPRINT, FINGERPRINT + REVISION), 36);
}

/** The short hashes of the record's fields, as far as there was room. */
export function digitsOf({ payload }: Entry): string {
	return payload.slice(FINGERPRINT + REVISION);
}

/**
 * As text for n8n's static data: at most 60 bytes for a record whose ID is no longer than 48, and two
 * more while it is missing and that is doubted.
 * `<count>;<kinds>;<only>;<id>~<fingerprint><revision><digits>[!<missed>],…`
 */
export function encodeTold(told: Told, { kinds, only }: ToldUnder): string {
	const entries: string[] = [];
	for (const [id, { payload, missed }] of told) {
		entries.push(`${escapeId(id)}~${payload}${missed ? `!${missed}` : ''}`);
	}
	return `${told.size};${kinds.join(' ')};${only};${entries.join(',')}`;
}

/** Reads {@link encodeTold}'s text; undefined when it is not whole or not such a text. */
export function decodeTold(text: unknown): { told: Told; under: ToldUnder } | undefined {
	const [, count, kinds, only, entries] =
		(typeof text === 'string' && /^(\d+);([a-z ]*);([\w-]*);(.*)$/s.exec(text)) || [];
	if (entries === undefined) return undefined;
	const told: Told = new Map();
	for (const entry of entries === '' ? [] : entries.split(',')) {
		const at = entry.lastIndexOf('~');
		const [, payload, missed] = ENTRY.exec(entry.slice(at + 1)) ?? [];
		if (at < 1 || payload === undefined) return undefined;
		told.set(unescapeId(entry.slice(0, at)), {
			payload,
			...(missed && { missed: Number(missed) }),
		});
	}
	if (told.size !== Number(count)) return undefined;
	return { told, under: { kinds: kinds!.split(' ').filter(Boolean) as Kind[], only: only! } };
}

/** What an ID may hold besides would clash with the separators, or is not one byte long. */
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
