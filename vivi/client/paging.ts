import type { JsonObject } from '../http/json';
import type { Answer } from './list-answer';
import { ListReading, type PagingOptions } from './list-reading';

/** How many records are asked for at once; the largest number that services commonly allow. */
export const PAGE_SIZE = 100;

/**
 * Reads a list page by page and yields the records of each page, every record once.
 *
 * Lists change while they are read. A record that moves to a later page comes twice; its ID shows
 * that, and it is dropped. A record that moves to an earlier page, because one before it was
 * deleted, would be missed. With offsets, pages overlap by one record that must be a known one; with
 * the other styles, a smaller total shows it. In both cases the list is read again from a little
 * further up. Numbered pages without a total cannot be guarded like that.
 *
 * When a list does not say whether more follows, the service is asked, see `askForMore`. `onEnd`
 * then gets what is known about the end.
 * @throws ViviApiError `paging_loop` when the list leads back to an earlier page; it does not count
 * as a whole list then. `list_too_long` when the list shows no end
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
