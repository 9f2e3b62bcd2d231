import type { JsonObject } from '../http/json';
import type { Answer } from './list-answer';
import { ListReading, type PagingOptions } from './list-reading';

/** Records asked for at once; the largest that services commonly allow. */
export const PAGE_SIZE = 100;

/**
 * Reads a list page by page and yields the records of each page, every record once.
 *
 * Lists change while they are read. What moves to a later page comes twice and is dropped by its
 * ID. What moves to an earlier page, because something before it was deleted, would be missed:
 * with offsets, pages overlap by one record that must be a known one; with the other styles a
 * smaller total gives it away. Either way the list is read again from a little further up. Pages
 * that are numbered and come without a total cannot be guarded like that.
 *
 * A list that does not say whether more follows is asked for it, see `askForMore`. What is known about
 * its end then is told by `onEnd`.
 * @throws ViviApiError `paging_loop` when the list leads back to where it was, rather than ending
 * as if it were whole; `list_too_long` when it has no end in sight
 */
export async function* listPages(options: PagingOptions): AsyncGenerator<JsonObject[]> {
	const reading = new ListReading(options);
	if (reading.isDone) return;
	let answer: Answer | undefined = await reading.open();
	while (answer) {
		const instead = reading.readInstead(answer);
		if (instead) {
			answer = await reading.fetch(instead);
			continue;
		}
		const records = reading.take(answer);
		if (records.length > 0) yield records;
		if (reading.isDone) return;
		answer = await reading.after(answer);
	}
	options.onEnd?.(reading.end);
}
