import { reworded, ViviApiError } from '../errors';
import type { ListShape } from './read-list';

/** The list leads back to an earlier page, or says that more follows and gives no more. */
export function pagingLoop(shape: ListShape, taken: number): ViviApiError {
	return new ViviApiError({
		code: 'paging_loop',
		message: `VIVI's list of ${shape.plural.toLowerCase()} repeats itself after ${taken} records instead of going on, so the rest could not be read.`,
		hint: `${taken === 0 ? '' : `Where a limit can be set, one of at most ${taken} gives what there is. `}With 'API Request' you can page as VIVI's API Reference says.`,
	});
}

/** The list needs more requests than one reading may make; it may be endless. */
export function listTooLong(shape: ListShape, taken: number, requests: number): ViviApiError {
	return new ViviApiError({
		code: 'list_too_long',
		message: `VIVI's list of ${shape.plural.toLowerCase()} was still going on after ${requests} requests and ${taken} records, so it was not read further.`,
		hint: `Where a limit can be set, it gives a part of the list. With 'API Request' you can page as VIVI's API Reference says.`,
	});
}

/**
 * A hint about a list that may go on, in two sentences.
 * @param count the number of records up to now
 */
export function mayGoOn(plural: string, count: number): string {
	const records = count === 1 ? '1 record' : `${count} records`;
	return `VIVI does not say whether its list of ${plural.toLowerCase()} ends after these ${records}, and gives no more when it is asked for them. There may be more.`;
}

/** A late page failed; the error also says what came before it. Other errors stay as they are. */
export function brokenOff(error: unknown, taken: number): unknown {
	if (!(error instanceof ViviApiError) || error.code !== 'network_timeout' || taken === 0) {
		return error;
	}
	const message = `${error.message.replace(/\.$/, '')}, after ${taken} records of the list had come.`;
	return reworded(error, { message });
}

/**
 * Whether an answer to a question for more means that the service does not understand the question,
 * or has nothing there. Answers that refuse the key, or say that VIVI is away or busy, keep their
 * meaning.
 */
export function isRefusal(error: unknown): error is ViviApiError {
	if (!(error instanceof ViviApiError)) return false;
	if (error.code === 'unexpected_answer') return true;
	const { status = 0 } = error;
	return status === 501 || (status >= 400 && status < 500 && !OTHER_MEANING.has(status));
}

const OTHER_MEANING = new Set([401, 402, 403, 407, 408, 425, 429]);

/** Whether a refusal says that there is no such page, rather than no such way of asking. */
export function saysNoSuchPage({ status }: ViviApiError): boolean {
	return status === 404 || status === 416;
}
