import { readState } from './state';

/** A state that is not stored after so long was lost. Its events have to be reported again. */
const STORED_WITHIN_MS = 30_000;

interface RecentReport {
	/** The known records of the state that the poll began with. */
	lists: Record<string, string>;
	/** When it ended, in milliseconds since the epoch. */
	endedAt: number;
}

/**
 * Remembers the last poll of each trigger that reported something.
 *
 * With durable poll cursors n8n 2.41 stores a trigger's state after the poll has ended, and may have read
 * the state for the next poll before that. Such a poll would report the same events a second time.
 */
export class RecentReports {
	private readonly reports = new Map<string, RecentReport>();

	/** Takes notice of a poll that reported events, and of the state that it began with. */
	add(watcher: string, before: unknown, endedAt: number): void {
		const state = readState(before);
		if (state) this.reports.set(watcher, { lists: state.lists, endedAt });
	}

	/** Whether a poll with this state would repeat the last report, whose state is being stored. */
	isRepeated(watcher: string, state: unknown, now: number): boolean {
		const last = this.reports.get(watcher);
		if (!last) return false;
		if (now < last.endedAt + STORED_WITHIN_MS) return isSame(readState(state)?.lists, last.lists);
		this.reports.delete(watcher);
		return false;
	}
}

function isSame(own: Record<string, string> | undefined, other: Record<string, string>): boolean {
	const keys = Object.keys(other);
	return (
		own !== undefined &&
		Object.keys(own).length === keys.length &&
		keys.every((key) => own[key] === other[key])
	);
}
