import type { Figure } from '../catalogue/report';
import type { ResourceName } from '../catalogue/types';

/** The number of records of each counted list; null where VIVI did not let it be read. */
export type Counts = Partial<Record<Figure, number | null>>;

/** Changes since the given moment; null without a moment, or where nothing could be read. */
export type ChangeCounts = {
	createdCount: number | null;
	/** Without the records that were created since then. */
	updatedCount: number | null;
	/** Records that do not say whether they were created or updated since then. */
	unknownCount: number | null;
};

/** The comparison with the report before; only where a comparison is wanted. */
export type Comparison = {
	/** Null where there is no earlier report. */
	previous?: Counts | null;
	/** The growth of each figure, null where it is not known. */
	difference?: Counts | null;
};

/**
 * Whether something has changed, since the given moment or since the report before. Null where
 * nobody knows, because there is neither of both or not all lists could be read.
 */
export type Verdict = { hasChanges: boolean | null };

/** A record that was created or updated since the given moment. */
export type ChangedRecord = {
	resource: ResourceName;
	id: string | null;
	/** At most {@link MAX_NAME_LENGTH} characters of it. */
	name: string | null;
	/** When, as ISO 8601 in UTC. */
	at: string;
};

/** The messages of people to an agent. */
export type AgentActivity = {
	/** Null for threads that name no agent. */
	agentId: string | null;
	/** Null where the agents are not counted, or the agent is none of them. */
	name: string | null;
	threads: number;
	/** Created or updated since the given moment; null without a moment. */
	activeThreads: number | null;
	/** Null where they are not counted, or could not be read. */
	messages: number | null;
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
	ChangeCounts &
	Comparison &
	Verdict & {
		workspaceId: string | null;
		/** Null when VIVI did not give it; at most {@link MAX_NAME_LENGTH} characters of it. */
		name: string | null;
		/** `partial`: some lists could be read, or may go on. `unreadable`: none. */
		status: 'complete' | 'partial' | 'unreadable';
		/** The newest `MAX_NAMED` records; `createdCount` counts all. */
		created: ChangedRecord[];
		/** The newest `MAX_NAMED` records; `updatedCount` counts all. */
		updated: ChangedRecord[];
		/** Where threads are counted: the threads created or updated since; null without a moment. */
		activeThreads?: number | null;
		/** Where threads are counted: the `MAX_NAMED` agents with the most threads, in that order. */
		activity?: AgentActivity[];
		failures: ReadFailure[];
	};

/** The sums over all workspaces that could be read. */
export type ReportTotal = Counts &
	ChangeCounts &
	Comparison &
	Verdict & {
		workspaceCount: number;
		/** Workspaces of which some lists could not be read. */
		partialCount: number;
		/** Workspaces of which nothing could be read. */
		unreadableCount: number;
	};

export type Report = {
	/** The given moment as ISO 8601 in UTC. */
	since: string | null;
	/** When the report before was made; only where a comparison is wanted. */
	comparedWith?: string | null;
	/** The counted lists, in the order in which they are shown. */
	figures: readonly Figure[];
	workspaces: WorkspaceReport[];
	total: ReportTotal;
};

/** The code of a failure that leaves a number, which may be too small. */
export const UNKNOWN_END = 'unknown_end';

/** The longest name in a report, in characters; the beginning of a name says enough. */
export const MAX_NAME_LENGTH = 120;
