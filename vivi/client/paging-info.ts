import { isJsonObject, type JsonObject, type JsonValue } from '../http/json';
import { firstSaid } from './values-under';

/** How many records the list has in all, when the answer says so. */
export function totalOf({
	body,
	headers,
}: {
	body: JsonValue;
	headers: Readonly<Record<string, string>>;
}): number | undefined {
	const said = firstSaid(infosOf(body), TOTAL_KEYS, integer);
	if (said !== undefined) return said;
	const [inHeader] = TOTAL_HEADERS.map((name) => integer(headers[name]?.trim())).filter(
		(total) => total !== undefined,
	);
	// RFC 9110 §14.4, with any unit: `items 0-99/1000`.
	const [, inRange] = /\/\s*(\d{1,15})\s*$/.exec(headers['content-range'] ?? '') ?? [];
	return inHeader ?? integer(inRange);
}

const TOTAL_KEYS = [
	...['total', 'totalCount', 'total_count', 'totalItems', 'totalElements', 'totalResults'],
	...['totalRecords', 'total_items', 'total_results', 'total_records'],
];
const TOTAL_HEADERS = [
	...['x-total-count', 'x-total', 'x-total-results', 'x-wp-total', 'total-count'],
	'x-pagination-total-count',
];

/** The answer's number of its page. */
export function pageNumberOf(body: JsonValue): number | undefined {
	return firstSaid(infosOf(body), ['page', 'currentPage', 'current_page', 'pageNumber'], integer);
}

/** The places where answers keep their facts about paging, the outermost first. */
export function infosOf(body: JsonValue): JsonObject[] {
	if (!isJsonObject(body)) return [];
	const inner = [body, body.data].filter(isJsonObject);
	const named = inner.flatMap((info) =>
		['pagination', 'meta', 'paging', 'pageInfo', 'page_info'].map((key) => info[key]),
	);
	const deeper = named.map((info) => (isJsonObject(info) ? info.pagination : undefined));
	return [...inner, ...named, ...deeper].filter(isJsonObject);
}

/** Present, but empty. */
export function isBlank(info: JsonObject, key: string): boolean {
	return Object.hasOwn(info, key) && [null, '', false].includes(info[key] as null);
}

/** A text, or a number as text; undefined for anything else and for an empty text. */
export function text(value: JsonValue | undefined): string | undefined {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** True or false; undefined for anything else. */
export function bool(value: JsonValue | undefined): boolean | undefined {
	return typeof value === 'boolean' ? value : undefined;
}

/** A whole number from 0 on, also as text. */
export function integer(value: JsonValue | undefined): number | undefined {
	const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
	return Number.isSafeInteger(number) && (number as number) >= 0 ? (number as number) : undefined;
}
