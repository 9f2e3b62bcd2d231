import type { PollResult } from './poll-for-changes';

/** A log entry about a poll. */
export interface LogEntry {
	/** Whether a person should look at it. */
	isWarning: boolean;
	text: string;
	details?: Record<string, string | string[]>;
}

/** Log entries for what the events of a poll do not say. */
export function logEntriesOf({ failure, skipped, unconfirmed, pending }: PollResult): LogEntry[] {
	const entries: LogEntry[] = [];
	const warn = (text: string, details?: LogEntry['details']) =>
		entries.push({ isWarning: true, text, ...(details && { details }) });
	if (failure !== undefined) {
		const reason = failure instanceof Error ? failure.message : String(failure);
		warn('some lists could not be read', { reason });
	}
	if (skipped.length > 0) {
		const reasons = skipped.map(({ workspaceId, reason }) => `${workspaceId}: ${reason.message}`);
		warn('workspaces were skipped that are gone or closed to the key', { reasons });
	}
	if (unconfirmed > 0) {
		const what = unconfirmed === 1 ? '1 record is' : `${unconfirmed} records are`;
		warn(`${what} missing from VIVI's lists; they count as deleted if the next polls confirm it`);
	}
	if (pending > 0) {
		entries.push({ isWarning: false, text: `${pending} events wait for the next poll` });
	}
	return entries;
}

/** The log entry for lists whose end is not known. */
export function endlessListsEntry(lists: readonly string[]): LogEntry {
	return {
		isWarning: true,
		text: 'VIVI does not say where these lists end. Records in them are watched, but none is reported as deleted',
		details: { lists: [...lists] },
	};
}
