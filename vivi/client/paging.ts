import { ViviApiError, type ApiErrorContext } from '../http/api-error';
import type { JsonObject, JsonValue } from '../http/json';
import { nextPage, pageNumberOf, totalOf, type NextPage } from './next-page';
import { readId, readList, type ListShape } from './read-list';
import { withParameter } from './url';

/** Records asked for at once; the largest that services commonly allow. */
export const PAGE_SIZE = 100;

export interface PagingOptions {
	/** The first page. */
	url: string;
	/** Gets a page; throws unless it came. */
	fetchPage: (url: string) => Promise<{ headers: Record<string, string>; body: JsonValue }>;
	shape: ListShape;
	/** How many records are wanted; all, unless said otherwise. */
	limit?: number;
	context?: ApiErrorContext;
}

/** Answers in a row without a new record after which a list is taken to have no end. */
const MAX_IDLE = 1000;
/** Re-reads in a row that brought nothing new, after which the list is taken to be whole. */
const MAX_REREADS = 5;

/**
 * Reads a list page by page and yields the records of each page, every record once.
 *
 * Lists change while they are read. What moves to a later page comes twice and is dropped by its
 * ID. What moves to an earlier page, because something before it was deleted, would be missed:
 * with offsets, pages overlap by one record that must be a known one; with the other styles a
 * smaller total gives it away. Either way the list is read again from a little further up. Pages
 * that are numbered and come without a total cannot be guarded like that.
 * @throws ViviApiError `paging_loop` when the list leads back to where it was, rather than ending
 * as if it were whole
 */
export async function* listPages(options: PagingOptions): AsyncGenerator<JsonObject[]> {
	const { fetchPage, shape, limit = Infinity, context = {} } = options;
	const seen = new Set<string>();
	/** Addresses of the pages up to here, to notice circles and to go back. */
	let path: string[] = [];
	let previous = new Set<string>();
	let url = options.url;
	let style: NextPage['style'] | undefined;
	/** Where the page would begin, had it not been asked for with an overlap. */
	let exact: number | undefined;
	let anchor: string | undefined;
	let mayOverlap = true;
	let repeated = false;
	let firstPage: number | undefined;
	let total: number | undefined;
	let rereads = 0;
	let idle = 0;
	let received = 0;
	let taken = 0;

	const loop = () => pagingLoop(shape, taken);

	while (taken < limit) {
		path.push(url);
		const { headers, body } = await fetchPage(url);
		const records = readList(body, shape, context);
		received += records.length;
		if (path.length === 1 && style === undefined) firstPage = pageNumberOf(body);

		const ids = records.map((record) => readId(record, shape));
		const withIds = ids.every((id) => id !== undefined);
		// Without an ID only the whole record tells it from another.
		const keys = ids.map((id, at) => id ?? JSON.stringify(records[at]));
		const known = (key: string | undefined) => key !== undefined && seen.has(key);
		const gap = anchor !== undefined && records.length > 0 && !known(ids[0]);
		const own = anchor !== undefined && ids[0] === anchor ? keys.slice(1) : keys;
		const repeats = own.length > 0 && own.every((key) => previous.has(key));

		if (repeats && exact !== undefined) {
			// Either a whole page of new records was put in before, or the service only knows offsets
			// that are whole pages.
			mayOverlap = false;
			path.pop();
			url = withParameter(url, 'offset', exact);
			exact = anchor = undefined;
			continue;
		}
		// Once is possible when a whole page of records was put in before; more is a circle.
		if (repeats && (repeated || !withIds)) throw loop();
		repeated = repeats;
		previous = new Set(keys);

		const fresh = records.filter((_, at) => {
			const id = ids[at];
			if (id === undefined) return true;
			if (seen.has(id)) return false;
			seen.add(id);
			return true;
		});
		if (fresh.length > 0) {
			const wanted = fresh.slice(0, limit - taken);
			taken += wanted.length;
			yield wanted;
			if (taken >= limit) return;
		}
		idle = fresh.length > 0 ? 0 : idle + 1;
		if (fresh.length > 0) rereads = 0;
		if (idle > MAX_IDLE) throw loop();

		const before = total;
		total = totalOf(body);
		const answer = { url, headers, body, count: records.length, received, firstPage, style };
		const next = nextPage(answer);

		if (gap) {
			const offset = Number(new URL(url).searchParams.get('offset'));
			url = withParameter(url, 'offset', Math.max(0, offset - Math.max(1, records.length - 1)));
			anchor = offset > 1 ? '' : undefined;
			exact = undefined;
			path = [];
			previous = new Set();
			style = 'offset';
			continue;
		}
		const vanished = (before ?? 0) - (total ?? before ?? 0);
		const overlapped = anchor !== undefined;
		if (vanished > 0 && withIds && !overlapped && path.length > 1 && rereads < MAX_REREADS) {
			const pages = Math.ceil(vanished / Math.max(1, records.length, previous.size));
			path = path.slice(0, -Math.min(pages, path.length - 1));
			url = path.pop()!;
			previous = new Set();
			exact = anchor = undefined;
			rereads++;
			continue;
		}
		if (!next) {
			// A page that is the one before cannot be the last: what should have been there is missing.
			if (repeated) throw loop();
			return;
		}

		exact = anchor = undefined;
		style = next.style;
		if (next.style === 'offset') {
			const overlap = mayOverlap && costsNoPage(records.length, limit - taken);
			const last = ids.at(-1);
			if (overlap && last !== undefined && next.offset > 0) {
				exact = next.offset;
				anchor = last;
			}
			url = withParameter(url, 'offset', next.offset - (anchor === undefined ? 0 : 1));
		} else {
			url = next.url;
		}
		if (path.includes(url)) throw loop();
	}
}

/** Whether pages can overlap by one record without a further page being needed. */
function costsNoPage(size: number, wanted: number): boolean {
	if (size < 2) return false;
	return wanted === Infinity || Math.ceil(wanted / (size - 1)) === Math.ceil(wanted / size);
}

function pagingLoop(shape: ListShape, taken: number): ViviApiError {
	return new ViviApiError({
		code: 'paging_loop',
		message: `VIVI's list of ${shape.plural.toLowerCase()} repeats itself after ${taken} records instead of going on, so the rest could not be read.`,
		hint: `Set a limit of at most ${taken} to work with what there is, or narrow the list down with 'Search'. With the 'API Request' operation you can page as VIVI's API Reference says.`,
	});
}
