import type { Answer } from './list-answer';
import { totalOf } from './paging-info';

/** The number of records that a list says it has, and its change since the page before. */
export class ListTotal {
	count: number | undefined;
	vanished = 0;
	grown = 0;

	note(answer: Answer): void {
		const before = this.count;
		this.count = totalOf(answer);
		this.vanished = Math.max(0, (before ?? 0) - (this.count ?? Infinity));
		this.grown = Math.max(0, (this.count ?? 0) - (before ?? Infinity));
	}

	/** Whether the list has become longer or shorter since the page before, according to itself. */
	hasMoved(answer: Answer): boolean {
		const count = totalOf(answer);
		return this.count !== undefined && count !== undefined && count !== this.count;
	}
}
