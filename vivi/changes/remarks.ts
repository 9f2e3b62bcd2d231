import type { Outcome } from './look-for-changes';

/** Something about a look that its events do not say, for a log. */
export interface Remark {
	/** Whether a person should look at it. */
	isWarning: boolean;
	text: string;
	details?: Record<string, string | string[]>;
}

/** What the events of a look do not say. */
export function remarksOn({ failure, skipped, doubted, pending }: Outcome): Remark[] {
	const remarks: Remark[] = [];
	const warn = (text: string, details?: Remark['details']) =>
		remarks.push({ isWarning: true, text, ...(details && { details }) });
	if (failure !== undefined) {
		const reason = failure instanceof Error ? failure.message : String(failure);
		warn('a part of VIVI could not be looked at', { reason });
	}
	if (skipped.length > 0) {
		const reasons = skipped.map(({ workspaceId, reason }) => `${workspaceId}: ${reason.message}`);
		warn('workspaces were skipped that are gone or closed to the key', { reasons });
	}
	if (doubted > 0) {
		const what = doubted === 1 ? '1 record is' : `${doubted} records are`;
		warn(`${what} missing from VIVI's lists; they count as deleted if the next looks agree`);
	}
	if (pending > 0)
		remarks.push({ isWarning: false, text: `${pending} events wait for the next look` });
	return remarks;
}

/** Said of lists whose end is not known. */
export function endlessRemark(lists: readonly string[]): Remark {
	return {
		isWarning: true,
		text: 'VIVI does not say where these lists end. What they show is watched; nothing is told as deleted from them',
		details: { lists: [...lists] },
	};
}
