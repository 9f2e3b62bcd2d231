import type { ApiErrorContext } from '../error-texts/context';
import type { JsonValue } from '../http/json';
import type { Answer, Step, Tried } from './list-answer';
import { brokenOff, isRefusal, listTooLong, saysNoSuchPage } from './paging-errors';
import { readId, readList, type ListShape } from './read-list';

export interface PageRequestOptions {
	/** Gets a page; throws unless it came. */
	fetchPage: (url: string) => Promise<{ headers: Record<string, string>; body: JsonValue }>;
	shape: ListShape;
	/** Requests after which a list counts as having no end; {@link MAX_REQUESTS} unless said otherwise. */
	maxRequests?: number;
	context?: ApiErrorContext;
}

/** With the usual 100 records a page, half a million records. */
const MAX_REQUESTS = 5000;

/** Asks for the pages of one list, and counts how often it does. */
export class PageRequests {
	private count = 0;

	/** @param taken how many records of the list were taken until now */
	constructor(
		private readonly options: PageRequestOptions,
		private readonly taken: () => number,
	) {}

	/**
	 * Gets a page.
	 * @throws ViviApiError `list_too_long` after the last request that is allowed
	 */
	async get(step: Step): Promise<Answer> {
		const { fetchPage, shape, context, maxRequests = MAX_REQUESTS } = this.options;
		if (this.count >= maxRequests) throw listTooLong(shape, this.taken(), this.count);
		this.count++;
		const { headers, body } = await fetchPage(step.url).catch((error: unknown) => {
			throw brokenOff(error, this.taken());
		});
		const records = readList(body, shape, context);
		const ids = records.map((record) => readId(record, shape));
		const keys = ids.map((id, at) => id ?? JSON.stringify(records[at]));
		const withIds = ids.every((id) => id !== undefined);
		return { step, headers, body, records, ids, withIds, keys };
	}

	/** Gets a page that may not be there; how it was refused if the service does not know of such a page. */
	async tryGet(step: Step): Promise<Tried> {
		try {
			return await this.get(step);
		} catch (error) {
			if (!isRefusal(error)) throw error;
			return saysNoSuchPage(error) ? 'noSuchPage' : 'refused';
		}
	}
}
