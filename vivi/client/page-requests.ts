import type { ApiErrorContext } from '../error-texts/context';
import type { JsonValue } from '../http/json';
import type { Answer, Step, Tried } from './list-answer';
import { brokenOff, isRefusal, listTooLong, saysNoSuchPage } from './paging-errors';
import { readId, readList, type ListShape } from './read-list';

export interface PageRequestOptions {
	/** Gets a page; throws unless it came. */
	fetchPage: (url: string) => Promise<{ headers: Record<string, string>; body: JsonValue }>;
	shape: ListShape;
	/** The number of requests after which a list counts as endless; {@link MAX_REQUESTS} unless given. */
	maxRequests?: number | undefined;
	context?: ApiErrorContext;
}

/** With the usual 100 records per page, half a million records. */
const MAX_REQUESTS = 5000;

/** Asks for the pages of one list, and counts the requests. */
export class PageRequests {
	private count = 0;

	/** @param taken gives the number of records that the list has given up to now */
	constructor(
		private readonly options: PageRequestOptions,
		private readonly taken: () => number,
	) {}

	/**
	 * Gets a page.
	 * @throws ViviApiError `list_too_long` after the last allowed request
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

	/** Gets a page that may not exist; returns the refusal if the service does not know such a page. */
	async tryGet(step: Step): Promise<Tried> {
		try {
			return await this.get(step);
		} catch (error) {
			if (!isRefusal(error)) throw error;
			return saysNoSuchPage(error) ? 'noSuchPage' : 'refused';
		}
	}
}
