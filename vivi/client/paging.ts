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
/** Overlaps that led nowhere, after which the service is taken to know whole pages only. */
const MAX_VAIN_OVERLAPS = 3;

/** How a page is asked for. */
interface Step {
	url: string;
	style?: NextPage['style'];
	/** The page begins one record early; that record, and where it would begin otherwise. */
	overlap?: { anchor: string; offset: number };
	/** Asked for again from further up: the first record must be a known one. */
	back?: boolean;
}

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
	let path = new Set<string>();
	let previous = new Set<string>();
	let repeated = false;
	let firstPage: number | undefined;
	let total: number | undefined;
	let size = 0;
	let taken = 0;
	let idle = 0;
	let rereads = 0;
	let vainOverlaps = 0;

	for (let step: Step = { url: options.url }; taken < limit;) {
		const { url, overlap, style } = step;
		if (path.has(url)) throw pagingLoop(shape, taken);
		path.add(url);
		const { headers, body } = await fetchPage(url);
		const records = readList(body, shape, context);
		if (style === undefined) firstPage = pageNumberOf(body);
		size = Math.max(size, records.length);

		const ids = records.map((record) => readId(record, shape));
		const withIds = ids.every((id) => id !== undefined);
		// Without an ID only the whole record tells it from another.
		const keys = ids.map((id, at) => id ?? JSON.stringify(records[at]));
		const own = overlap && keys[0] === overlap.anchor ? keys.slice(1) : keys;
		const repeats = own.length > 0 && own.every((key) => previous.has(key));
		const first = keys[0];
		const gap = (overlap || step.back) && withIds && !(first !== undefined && seen.has(first));

		if (repeats && overlap) {
			// Records were put in before, or the service only knows offsets that are whole pages.
			vainOverlaps++;
			step = { url: withParameter(url, 'offset', overlap.offset), style: 'offset' };
			continue;
		}
		const before = total;
		total = totalOf(body);
		const vanished = Math.max(0, (before ?? 0) - (total ?? Infinity));
		const grown = Math.max(0, (total ?? 0) - (before ?? Infinity));
		if (gap) {
			// This page comes again later; taken now, it would hide where the list was left.
			if (++idle > MAX_IDLE) throw pagingLoop(shape, taken);
			const from = Number(new URL(url).searchParams.get('offset'));
			const offset = Math.max(0, from - Math.max(1, size - 1));
			step = { url: withParameter(url, 'offset', offset), style: 'offset', back: offset > 0 };
			path = new Set();
			previous = new Set();
			continue;
		}
		// Possible when a whole page of records was put in before, but not time and again.
		if (repeats && grown === 0 && (repeated || !withIds)) throw pagingLoop(shape, taken);
		repeated = repeats;
		previous = new Set(keys);

		const fresh = records.filter((_, at) => {
			const id = ids[at];
			const isNew = id === undefined || !seen.has(id);
			if (id !== undefined) seen.add(id);
			return isNew;
		});
		if (fresh.length > 0) {
			const wanted = fresh.slice(0, limit - taken);
			taken += wanted.length;
			idle = rereads = 0;
			yield wanted;
			if (taken >= limit) return;
		} else if (++idle > MAX_IDLE) {
			throw pagingLoop(shape, taken);
		}

		if (vanished > 0 && withIds && !overlap && path.size > 1 && rereads < MAX_REREADS) {
			const back = Math.min(path.size - 1, Math.ceil(vanished / Math.max(1, size)));
			const pages = [...path].slice(0, -back);
			step = { url: pages.pop()!, style: style ?? 'url' };
			path = new Set(pages);
			previous = new Set();
			rereads++;
			continue;
		}

		const next = nextPage({ url, headers, body, count: records.length, size, firstPage, style });
		if (!next) {
			// A page that is the one before cannot be the last: what should have been there is missing.
			if (repeated) throw pagingLoop(shape, taken);
			return;
		}
		if (next.style !== 'offset') {
			step = next;
			continue;
		}
		const { offset } = next;
		const anchor = withIds ? ids.at(-1) : undefined;
		const canOverlap = vainOverlaps < MAX_VAIN_OVERLAPS && costsNoPage(size, limit - taken);
		step =
			anchor !== undefined && offset > 0 && canOverlap
				? {
						url: withParameter(url, 'offset', offset - 1),
						style: 'offset',
						overlap: { anchor, offset },
					}
				: { url: withParameter(url, 'offset', offset), style: 'offset' };
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
		hint: `${taken === 0 ? 'Narrow' : `Set a limit of at most ${taken} to work with what there is, or narrow`} the list down with 'Search'. With the 'API Request' operation you can page as VIVI's API Reference says.`,
	});
}
