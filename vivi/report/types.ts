import type { ReportedList } from '../catalogue/report';
import type { ResourceName } from '../catalogue/types';

/** How many there are; null where VIVI did not let it be read. */
export type Counts = Record<ReportedList, number | null>;

/** What happened since the given moment; null without a moment, or where nothing could be read. */
export type ChangeCounts = {
	createdCount: number | null;
	/** Without what was created since as well. */
	updatedCount: number | null;
	/** Records that do not tell whether they were created or updated since. */
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

/** Something that could not be read, in words. */
export type ReadFailure = {
	/** `workspace` when the workspace as such was not found. */
	resource: ResourceName;
	code: string;
	status: number | null;
	reason: string;
	hint: string;
};

/** One workspace; plain JSON, as all of a report. */
export type WorkspaceReport = Counts &
	ChangeCounts & {
		workspaceId: string | null;
		/** Null when VIVI did not tell it; at most {@link MAX_NAME_LENGTH} characters of it. */
		name: string | null;
		/** `partial`: some lists could be read, or may go on. `unreadable`: none. */
		status: 'complete' | 'partial' | 'unreadable';
		/** The newest `MAX_NAMED` ones; `createdCount` counts all. */
		created: ChangedRecord[];
		/** The newest `MAX_NAMED` ones; `updatedCount` counts all. */
		updated: ChangedRecord[];
		failures: ReadFailure[];
	};

/** The sums over the workspaces, of what could be read. */
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

/** Characters of a name in a report; more says nothing that the start does not. */
export const MAX_NAME_LENGTH = 120;
