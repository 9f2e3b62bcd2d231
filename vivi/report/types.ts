import type { ReportedList } from '../catalogue/report';
import type { ResourceName } from '../catalogue/types';

/** The number of records; null where VIVI did not let the list be read. */
export type Counts = Record<ReportedList, number | null>;

/** Changes since the given moment; null without a moment, or where nothing could be read. */
export type ChangeCounts = {
	createdCount: number | null;
	/** Without the records that were created since then. */
	updatedCount: number | null;
	/** Records that do not say whether they were created or updated since then. */
	unknownCount: number | null;
};

/** A record that was created or updated since the given moment. */
export type ChangedRecord = {
	resource: ResourceName;
	id: string | null;
	/** At most {@link MAX_NAME_LENGTH} characters of it. */
	name: string | null;
	/** When, as ISO 8601 in UTC. */
	at: string;
};

/** A list that could not be read, in words. */
export type ReadFailure = {
	/** `workspace` when the workspace itself was not found. */
	resource: ResourceName;
	code: string;
	status: number | null;
	reason: string;
	hint: string;
};

/** One workspace; plain JSON, like the whole report. */
export type WorkspaceReport = Counts &
	ChangeCounts & {
		workspaceId: string | null;
		/** Null when VIVI did not give it; at most {@link MAX_NAME_LENGTH} characters of it. */
		name: string | null;
		/** `partial`: some lists could be read, or may go on. `unreadable`: none. */
		status: 'complete' | 'partial' | 'unreadable';
		/** The newest `MAX_NAMED` records; `createdCount` counts all. */
		created: ChangedRecord[];
		/** The newest `MAX_NAMED` records; `updatedCount` counts all. */
		updated: ChangedRecord[];
		failures: ReadFailure[];
	};

/** The sums over all workspaces that could be read. */
export type ReportTotal = Counts &
	ChangeCounts & {
		workspaceCount: number;
		/** Workspaces of which some lists could not be read. */
		partialCount: number;
		/** Workspaces of which nothing could be read. */
		unreadableCount: number;
	};

export type Report = {
	/** The given moment as ISO 8601 in UTC. */
	since: string | null;
	workspaces: WorkspaceReport[];
	total: ReportTotal;
};

/** The longest name in a report, in characters; the beginning of a name says enough. */
export const MAX_NAME_LENGTH = 120;
