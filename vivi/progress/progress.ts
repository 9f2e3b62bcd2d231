import { serviceMessage } from '../error-texts/service-message';
import { isJsonObject, type JsonObject, type JsonValue } from '../http/json';

/** How far VIVI is with a record, and the word that it has for it. */
export type Progress =
	| { is: 'done' | 'working'; status: string }
	| { is: 'failed'; status: string; reason?: string }
	/** A word that may mean anything. */
	| { is: 'unclear'; status: string }
	/** The record says nothing about it. */
	| { is: 'untold' };

/** VIVI documents no status, so that the usual words are known, in whatever spelling. */
const WORDS: Readonly<Record<'done' | 'failed' | 'working', ReadonlySet<string>>> = {
	done: new Set([
		...['ready', 'done', 'complete', 'completed', 'finished', 'success', 'successful', 'succeeded'],
		...['ok', 'indexed', 'processed', 'synced', 'available', 'active', 'published', 'trained'],
	]),
	failed: new Set([
		...['failed', 'failure', 'error', 'errored', 'invalid', 'rejected', 'unsupported'],
		...['cancelled', 'canceled', 'aborted', 'timeout', 'timedout', 'expired', 'blocked'],
	]),
	working: new Set([
		...['pending', 'queued', 'waiting', 'scheduled', 'created', 'new', 'uploading', 'uploaded'],
		...['processing', 'inprogress', 'running', 'started', 'working', 'indexing', 'reindexing'],
		...[
			'crawling',
			'scraping',
			'parsing',
			'embedding',
			'syncing',
			'updating',
			'training',
			'building',
		],
	]),
};

const STATUS_NAMES = ['status', 'state', 'processingStatus', 'indexingStatus', 'indexStatus'];
const REASON_NAMES = [
	...['error', 'errors', 'errorMessage', 'failureReason', 'statusReason', 'statusMessage'],
	...['reason', 'message'],
];

/** Reads how far VIVI is from a record; tolerant, since VIVI documents none of it. */
export function readProgress(record: JsonObject): Progress {
	const status = readStatus(record);
	if (status === undefined) return { is: 'untold' };
	const word = status.toLowerCase().replace(/[^a-z]/g, '');
	if (WORDS.done.has(word)) return { is: 'done', status };
	if (WORDS.working.has(word)) return { is: 'working', status };
	if (!WORDS.failed.has(word)) return { is: 'unclear', status };
	const reason = readReason(record);
	return { is: 'failed', status, ...(reason !== undefined && { reason }) };
}

function readStatus(record: JsonObject): string | undefined {
	for (const value of valuesOf(record, STATUS_NAMES)) {
		const text = isJsonObject(value) ? (value['name'] ?? value['state'] ?? value['status']) : value;
		if (typeof text === 'string' && text.trim() !== '') return text.trim();
	}
	return undefined;
}

/** In one line and without anything secret. */
function readReason(record: JsonObject): string | undefined {
	const status = valuesOf(record, STATUS_NAMES).find(isJsonObject) ?? {};
	for (const value of [...valuesOf(record, REASON_NAMES), ...valuesOf(status, REASON_NAMES)]) {
		const said = serviceMessage(JSON.stringify({ message: value }));
		if (said !== undefined) return said;
	}
	return undefined;
}

/** In camelCase or snake_case. */
function valuesOf(record: JsonObject, names: readonly string[]): JsonValue[] {
	return names
		.flatMap((name) => [name, name.replace(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`)])
		.filter((name) => Object.hasOwn(record, name))
		.map((name) => record[name]!);
}
