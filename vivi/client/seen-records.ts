import type { JsonObject } from '../http/json';
import type { Answer } from './list-answer';

/** The records that a list has given up to now. */
export class SeenRecords {
	/** Whether the last page brought a new record. */
	broughtNew = false;
	/** Whether the last page was the one before it once more. */
	repeated = false;
	private readonly ids = new Set<string>();
	/** The keys of the page before. */
	private previous: readonly string[] = [];

	has(key: string): boolean {
		return this.ids.has(key);
	}

	/** Whether a page only repeats what was on the one before. */
	repeats({ step: { overlap }, keys }: Answer): boolean {
		const own = overlap && keys[0] === overlap.anchor ? keys.slice(1) : keys;
		// A page that goes on says so by its first record, so most pages need no set.
		if (own.length === 0 || !this.previous.includes(own[0]!)) return false;
		const previous = new Set(this.previous);
		return own.every((key) => previous.has(key));
	}

	/** Whether a page begins right after the end of the one before. */
	follows({ step: { overlap }, keys }: Answer): boolean {
		return overlap ? keys[0] === overlap.anchor : !keys.some((key) => this.ids.has(key));
	}

	/** Whether a page holds a new record. */
	hasNew(answer: Answer): boolean {
		const { keys, ids } = answer;
		if (!answer.withIds && this.repeats(answer)) return false;
		return keys.some((key, at) => ids[at] === undefined || !this.ids.has(key));
	}

	/** Adds a page, and gives its new records. */
	take(answer: Answer): JsonObject[] {
		const { records, ids, keys } = answer;
		this.broughtNew = this.hasNew(answer);
		this.repeated = this.repeats(answer);
		this.previous = keys;
		return records.filter((_, at) => {
			const id = ids[at];
			const isNew = id === undefined ? this.broughtNew : !this.ids.has(id);
			if (id !== undefined) this.ids.add(id);
			return isNew;
		});
	}

	/** The next page does not follow the last one. */
	forgetPrevious(): void {
		this.previous = [];
	}
}
