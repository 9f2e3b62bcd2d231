import { valuesUnder } from '../client/values-under';
import { serviceMessage } from '../error-texts/service-message';
import { isJsonObject, type JsonObject, type JsonValue } from '../http/json';

/** How far VIVI is with a record, and VIVI's word for it. */
export type Progress =
	| { is: 'done' | 'working'; status: string }
	| { is: 'failed'; status: string; reason?: string }
	/** A word that may mean anything. */
	| { is: 'unclear'; status: string }
	/** The record has no status. */
	| { is: 'untold' };

/** VIVI documents no status, so these are the usual words, in any spelling. */
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

/**
 * The names that speak of the work come first: beside them, a plain status may mean something else, as
 * `active` beside `indexingStatus: running`.
 */
const STATUS_NAMES = ['processingStatus', 'indexingStatus', 'indexStatus', 'status', 'state'];
/** When a status is an object, one of these names holds its word. */
const STATUS_KEYS = ['name', 'state', 'status', 'value', 'code'];
const REASON_NAMES = [
	...['error', 'errors', 'errorMessage', 'failureReason', 'statusReason', 'statusMessage'],
	...['reason', 'message'],
];

/** Reads from a record how far VIVI is; tolerant, since VIVI documents none of it. */
export function readProgress(record: JsonObject): Progress {
	const all = statusesOf(record).map((status) => ({ is: meaningOf(status), status }));
	const first = all.find(({ is }) => is !== 'unclear') ?? all[0];
	if (!first) return { is: 'untold' };
	const { is, status } = first;
	if (is !== 'failed') return { is, status };
	const reason = readReason(record);
	return { is, status, ...(reason !== undefined && { reason }) };
}

function meaningOf(status: string): keyof typeof WORDS | 'unclear' {
	const word = status.toLowerCase().replace(/[^a-z]/g, '');
	return (['done', 'working', 'failed'] as const).find((is) => WORDS[is].has(word)) ?? 'unclear';
}

function statusesOf(record: JsonObject): string[] {
	return valuesUnder(record, STATUS_NAMES)
		.map((value) =>
			isJsonObject(value) ? STATUS_KEYS.map((key) => value[key]).find(isFilled) : value,
		)
		.filter(isFilled)
		.map((text) => text.trim());
}

function isFilled(value: JsonValue | undefined): value is string {
	return typeof value === 'string' && value.trim() !== '';
}

/** The reason in one line, without anything secret. */
function readReason(record: JsonObject): string | undefined {
	const status = valuesUnder(record, STATUS_NAMES).find(isJsonObject) ?? {};
	for (const value of [
		...valuesUnder(record, REASON_NAMES),
		...valuesUnder(status, REASON_NAMES),
	]) {
		const said = serviceMessage(JSON.stringify({ message: value }));
		if (said !== undefined) return said;
	}
	return undefined;
}
