import { REPORTED_LISTS, type Figure, type ReportedList } from '../catalogue/report';
import type { Activity } from './activity';
import type { Tally } from './tally';

/** A list that is read of each workspace. */
export type List = ReportedList | 'threads';

/** What is read of each workspace, and what is shown of it. */
export interface ReportPlan {
	lists: readonly List[];
	figures: readonly Figure[];
	/** Milliseconds since the epoch. */
	since: number | undefined;
}

/** What reading a list gives. */
export type CountedList = Tally & { activity?: Activity };

/** The names of a workspace's agents, by their IDs. */
export type AgentNames = Map<string, string | null>;

/** Messages are counted with their threads, so they come with them. */
export function reportPlan(counted: readonly Figure[], since: number | undefined): ReportPlan {
	const lists = REPORTED_LISTS.filter((list) => counted.includes(list));
	const withMessages = counted.includes('messages');
	const withThreads = withMessages || counted.includes('threads');
	const all: List[] = withThreads ? [...lists, 'threads'] : lists;
	return { lists: all, figures: withMessages ? [...all, 'messages'] : all, since };
}
