import type { JsonObject } from '../http/json';
import type { Answer } from './list-answer';

/** The records of a list that have come until now. */
export class SeenRecords {
	/** Whether the page that was taken last brought something new. */
	broughtNew = false;
	/** Whether it was the page before it once more. */
	repeated = false;
	private readonly ids = new Set<string>();
	/** What the page before held. */
	private previous = new Set<string>();

	has(key: string): boolean {
		return this.ids.has(key);
	}

	/** Whether a page only repeats what was on the one before. */
	repeats({ step: { overlap }, keys }: Answer): boolean {
		const own = overlap && keys[0] === overlap.anchor ? keys.slice(1) : keys;
		return own.length > 0 && own.every((key) => this.previous.has(key));
	}

	/** Whether a page goes on right where the one before has ended. */
	follows({ step: { overlap }, keys }: Answer): boolean {
		return overlap ? keys[0] === overlap.anchor : !keys.some((key) => this.ids.has(key));
	}

	/** Whether a page holds something that has not come before. */
	hasNew(answer: Answer): boolean {
		const { keys, ids } = answer;
		if (!answer.withIds && this.repeats(answer)) return false;
		return keys.some((key, at) => ids[at] === undefined || !this.ids.has(key));
	}

	/** Takes note of a page, and gives those of its records that have not come before. */
	take(answer: Answer): JsonObject[] {
		const { records, ids, keys } = answer;
		this.broughtNew = this.hasNew(answer);
		this.repeated = this.repeats(answer);
		this.previous = new Set(keys);
		return records.filter((_, at) => {
			const id = ids[at];
			const isNew = id === undefined ? this.broughtNew : !this.ids.has(id);
			if (id !== undefined) this.ids.add(id);
			return isNew;
		});
	}

	/** The page to come does not follow the one that was taken last. */
	forgetPrevious(): void {
		this.previous = new Set();
	}
}
